package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scanner finds out about the service, it finds out about the C program too: protocols, suites and their order, groups. */
@Tag("once")
class ScannerIT {

    private static final Map<String, String> CONFIGURATIONS = Map.of(
        "default", "",
        "excluded", "-o tlsproxy_tls_exclude_ciphers=aNULL,SHA1,kRSA",
        "tls12", "-o tlsproxy_tls_protocols=TLSv1.2 -o tlsproxy_tls_exclude_ciphers=aNULL",
        "rsaonly", "-o tlsproxy_tls_chain_files=$DIR/cert/rsa.chain -o tlsproxy_tls_ciphers=high",
        "diffie", "-o tlsproxy_tls_dh1024_param_file=$DIR/cert/dh.pem -o tls_medium_cipherlist=DHE",
        "curves", "-o tls_eecdh_auto_curves=secp384r1,P-521 -o tls_medium_cipherlist=ECDHE",
        "preempt", "-o tls_preempt_cipherlist=yes -o tls_medium_cipherlist=AES128:AES256:!aNULL",
        "anonymous", "-o tlsproxy_tls_chain_files= -o tlsproxy_tls_cert_file=none",
        "unencrypted", "-o tlsproxy_tls_ciphers=null",
        "strict", "-o tls_medium_cipherlist=ALL:@SECLEVEL=2");
    private static final Pattern FINDING = Pattern.compile("<(protocol|cipher|group) [^>]*/>");
    private static PostfixInstance postfix;

    @BeforeAll
    static void start() {
        Command.assumeInstalled("sslscan");
        PostfixSetup setup = new PostfixSetup();
        CONFIGURATIONS.forEach((name, options) -> setup.pair(name, options));
        postfix = setup.start();
        Command.mustRun("openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:modp_1536",
            "-out", postfix.certificates().path("dh.pem").toString());
    }

    @AfterAll
    static void stop() {
        if (postfix != null) {
            postfix.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "excluded", "tls12", "rsaonly", "diffie", "curves", "preempt", "anonymous", "unencrypted", "strict"})
    void shouldLookLikeTheCProgram(String configuration) throws IOException {
        List<String> ours = scan(configuration);

        assertThat(ours).isNotEmpty().isEqualTo(scan("c-" + configuration));
    }

    /** What DIFFERENCES of the manual page says is left out: NULL-MD5, and how weak anonymous Diffie-Hellman may be. */
    private static List<String> scan(String service) throws IOException {
        try (TlsDoor door = TlsDoor.open(postfix.socket(service))) {
            Command done = Command.mustRun("sslscan", "--no-colour", "--no-heartbleed", "--no-compression", "--no-fallback",
                "--no-renegotiation", "--no-check-certificate", "--xml=-", "127.0.0.1:" + door.port());
            List<String> findings = new ArrayList<>();
            Matcher matcher = FINDING.matcher(done.output());
            while (matcher.find()) {
                String finding = matcher.group();
                if (!finding.contains("\"NULL-MD5\"")) {
                    findings.add(finding.contains("\"ADH-") ? finding.replaceAll(" dhebits=\"[0-9]+\"", "") : finding);
                }
            }
            return findings;
        }
    }
}
