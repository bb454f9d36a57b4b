package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlsproxy.it.CertifiedClient.Seen;

/**
 * Clients with certificates: what the log and the context report say of them. Each visits the service under test and then the C
 * program with the same settings, and both must say the same.
 */
class ClientCertificateIT {

    private static final ClientMatrix MATRIX = new ClientMatrix();
    private static final String ASK = "-o tlsproxy_tls_ask_ccert=yes";
    private static final String FILE = "-o tlsproxy_tls_CAfile=$DIR/cert/authorities.pem";

    private static PostfixInstance mx;

    @BeforeAll
    static void start() throws IOException {
        mx = new PostfixSetup()
            .pair("verbose", ASK, FILE, "-o tlsproxy_tls_loglevel=summary,untrusted,verbose -o tlsproxy_tls_fingerprint_digest=sha256")
            .pair("required", "-o tlsproxy_tls_req_ccert=yes -o tlsproxy_tls_security_level=encrypt", FILE,
                "-o tlsproxy_tls_loglevel=1 -o tlsproxy_tls_ccert_verifydepth=0 -o tlsproxy_tls_fingerprint_digest=md5")
            .chrootedPair("hashed", ASK, "-o tlsproxy_tls_CApath=/authorities",
                "-o tlsproxy_tls_loglevel=untrusted,peercert,summary -o tlsproxy_tls_fingerprint_digest=sha1",
                "-o tls_legacy_public_key_fingerprints=yes")
            .start();
        Path cert = mx.certificates().path("");
        Files.writeString(cert.resolve("authorities.pem"), ClientMatrix.file(ClientMatrix.OTHER, ClientMatrix.ROOT, ClientMatrix.OTHER));
        hash(Files.createDirectory(mx.queue().resolve("authorities")));
        for (String service : List.of("verbose", "required", "hashed")) {
            CertifiedClient.speaking("-tls1_2").visit(mx, service, request());      // what a start says is no matter of these tests
            CertifiedClient.speaking("-tls1_2").visit(mx, "c-" + service, request());
        }
    }

    private static void hash(Path directory) throws IOException {
        Files.writeString(directory.resolve("root.pem"), ClientMatrix.file(ClientMatrix.ROOT));
        Files.writeString(directory.resolve("other.pem"), ClientMatrix.file(ClientMatrix.OTHER));
        Command.mustRun("openssl", "rehash", directory.toString());
    }

    @AfterAll
    static void stop() {
        mx.close();
    }

    static Stream<String> clients() {
        return MATRIX.all();
    }

    private static ProxyRequest request() {
        return ProxyRequest.asPostscreen().withFlags(ProxyRequest.SERVER_ROLE | ProxyRequest.SEND_CONTEXT);
    }

    private static Seen compare(String service, CertifiedClient client) throws IOException {
        ProxyRequest request = request();
        Seen theirs = client.visit(mx, "c-" + service, request);
        Seen ours = client.visit(mx, service, request);
        assertThat(ours.lines()).isEqualTo(theirs.lines());
        assertThat(ours.report()).isEqualTo(theirs.report());
        return ours;
    }

    private static CertifiedClient client(String protocol, String name) throws IOException {
        return CertifiedClient.speaking(protocol, MATRIX.options(name, mx.certificates().path("")));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void shouldTellAllOfATls13Client(String name) throws IOException {
        compare("verbose", client("-tls1_3", name));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void shouldTellWhyARequiredCertificateIsNotTrusted(String name) throws IOException {
        compare("required", client("-tls1_2", name));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void shouldFindAuthoritiesByHashInTheJail(String name) throws IOException {
        compare("hashed", client("-tls1_2", name));
    }

    @Test
    void shouldServeClientsThatShowNothingAlthoughACertificateIsRequired() throws IOException {
        Seen seen = compare("required", CertifiedClient.speaking("-tls1_3"));

        assertThat(seen.reported("peer_status")).isEqualTo("0");
        assertThat(seen.lines()).anyMatch(line -> line.startsWith("Anonymous TLS connection established from "));
    }
}
