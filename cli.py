"""Launcher: the same command line as the installed `lettergen`."""

from lettergen.command_line import main

if __name__ == "__main__":
    main(prog_name="lettergen")
