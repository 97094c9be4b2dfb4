// Checks PDF files with veraPDF's validator: java -cp CLASSPATH Verify.java FLAVOURS FILE...
// FLAVOURS: veraPDF's names, parted by commas (2a,ua1). Prints a line for each file and flavour, parted by tabs:
// file, flavour, PASS, FAIL or ERROR, number of checks made, and each broken rule with how often it is broken.

import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class Verify {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < arguments.length; i++) {
            for (String flavour : arguments[0].split(",")) {
                out.println(arguments[i] + "\t" + flavour + "\t" + verdict(arguments[i], flavour));
            }
        }
    }

    private static String verdict(String file, String flavour) {
        try (FileInputStream content = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance()
                        .createParser(content, PDFAFlavour.byFlavourId(flavour));
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile(flavour), false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    broken.merge(rule + " " + assertion.getMessage().replaceAll("\\s+", " "), 1, Integer::sum);
                }
            }
            StringBuilder text = new StringBuilder(result.isCompliant() ? "PASS" : "FAIL");
            text.append("\t").append(result.getTotalAssertions());
            broken.forEach((rule, times) -> text.append("\t").append(times).append(" x ").append(rule));
            return text.toString();
        } catch (Exception error) {
            return "ERROR\t0\t" + error.toString().replaceAll("\\s+", " ");
        }
    }

    // The validator's own directory of profiles knows only some flavours; the files beside it hold all.
    private static ValidationProfile profile(String flavour) throws Exception {
        String name = flavour.startsWith("ua") ? "PDFUA-" + flavour.substring(2) : "PDFA-" + flavour.toUpperCase();
        try (InputStream file = Foundries.class.getClassLoader()
                .getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml")) {
            return Profiles.profileFromXml(file);
        }
    }
}
