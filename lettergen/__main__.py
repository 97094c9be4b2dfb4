"""`python -m lettergen`."""

from lettergen.command_line import main

main(prog_name="lettergen")
