package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks the machine's openssl(1) about the same chains. */
@Tag("once")
class PathVerifierIT {

    private static final Pattern ERROR = Pattern.compile("error (\\d+) at (\\d+) depth lookup");

    @TempDir
    Path directory;

    static List<Scenario> scenarios() {
        return Scenarios.all();
    }

    /** It gives up at some errors where Postfix goes on. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void shouldAgreeWithOpensslVerify(Scenario scenario) throws Exception {
        String said = openssl(scenario);

        assertThat(PathVerifierTest.errors(PathVerifierTest.verify(scenario))).startsWith(said);
        assertThat(said.isEmpty()).isEqualTo(scenario.expected().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"mx.example.com, mx.EXAMPLE.com", "*.example.com, mx.example.com", "*.example.com, a.b.example.com", "*.com, example.com",
        "mx.example.com, .example.com", "example.com, .example.com", "*.example.com, .example.com", "*.example.com, .x.example.com",
        "*.example.com, a_b.example.com", "*.ex_ample.com, mx.ex_ample.com", "*.example.com, xn--mx.example.com", "mx.*.com, mx.a.com",
        "*.example.com, example.com", "*.*.com, a.b.com", "*, example.com", "a.b.example.com, .example.com", "*..com, a..com"})
    void shouldAgreeWithOpensslAboutNames(String candidate, String reference) throws Exception {
        String leaf = file("leaf", List.of(Mint.leaf("x").names(new GeneralName(GeneralName.dNSName, candidate)).der()));
        String said = run(List.of("openssl", "verify", "-attime", "" + Mint.NOW, "-CAfile", leaf, "-verify_hostname", reference, leaf));

        assertThat(PeerNames.matches(candidate, reference) ? "" : "62@0").isEqualTo(said);
    }

    private String openssl(Scenario scenario) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl", "verify", "-no-CApath", "-no-CAstore", "-attime", "" + Mint.NOW,
            "-purpose", scenario.purpose() == Purpose.CLIENT ? "sslclient" : "sslserver", "-verify_depth", "" + (scenario.depth() + 1),
            "-auth_level", "" + scenario.level()));
        command.addAll(scenario.anchors().isEmpty() ? List.of("-no-CAfile") : List.of("-CAfile", file("anchors", scenario.anchors())));
        if (scenario.sent().size() > 1) {
            command.addAll(List.of("-untrusted", file("sent", scenario.sent())));
        }
        command.add(file("leaf", scenario.sent().subList(0, 1)));
        return run(command);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(output).contains("leaf");
        List<String> errors = new ArrayList<>();
        for (Matcher matcher = ERROR.matcher(output); matcher.find();) {
            errors.add(matcher.group(1) + "@" + matcher.group(2));
        }
        return String.join(" ", errors);
    }

    private String file(String name, List<byte[]> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        certificates.forEach(der -> text.append(Fixtures.pem("CERTIFICATE", der)));
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
