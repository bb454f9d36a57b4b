package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.it.CertifiedClient.Seen;

/**
 * Clients with certificates: what the log and the context report say of them. Each visits the service under test and the C program
 * with the same settings, and both must say the same.
 */
@Tag("once")
class ClientCertificateIT {

    private static final ClientMatrix MATRIX = new ClientMatrix();
    private static final String ASK = "-o tlsproxy_tls_ask_ccert=yes";
    private static final String FILE = "-o tlsproxy_tls_CAfile=$DIR/cert/authorities.pem";
    private static final Pattern NAMES = Pattern.compile("(Acceptable client certificate CA names\n|No client certificate CA names).*?"
        + "(?=Shared Requested|Peer signing|Server Temp|SSL handshake)", Pattern.DOTALL);

    private static PostfixInstance mx;

    @BeforeAll
    static void start() throws IOException {
        mx = new PostfixSetup()
            .pair("verbose", ASK, FILE, "-o tlsproxy_tls_loglevel=summary,untrusted,verbose -o tlsproxy_tls_fingerprint_digest=sha256")
            .pair("required", "-o tlsproxy_tls_req_ccert=yes -o tlsproxy_tls_security_level=encrypt", FILE,
                "-o tlsproxy_tls_loglevel=1 -o tlsproxy_tls_ccert_verifydepth=0 -o tlsproxy_tls_fingerprint_digest=md5",
                "-o tls_eecdh_auto_curves=X25519,prime256v1,secp384r1")
            .chrootedPair("hashed", ASK, "-o tlsproxy_tls_CApath=nowhere:authorities",
                "-o tlsproxy_tls_loglevel=untrusted,peercert,summary -o tlsproxy_tls_fingerprint_digest=sha1",
                "-o tls_legacy_public_key_fingerprints=yes")
            .pair("broken", ASK, "-o tlsproxy_tls_CAfile=$DIR/cert/missing.pem")
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

    private static CertifiedClient client(String protocol, String name) throws IOException {
        return CertifiedClient.speaking(protocol, MATRIX.options(name, mx.certificates().path("")));
    }

    /** Of a library's problem, the place in its source tells nobody anything. */
    private static List<String> comparable(Seen seen) {
        return seen.lines().stream().map(line -> line.replaceFirst("(TLS library problem: .*):[^:]+:\\d+:", "$1:")).toList();
    }

    private static void assertSame(Seen ours, Seen theirs) {
        assertThat(comparable(ours)).isEqualTo(comparable(theirs));
        assertThat(ours.report()).isEqualTo(theirs.report());
    }

    private static Seen compare(String service, CertifiedClient client) throws IOException {
        ProxyRequest request = request();
        Seen theirs = client.visit(mx, "c-" + service, request);
        Seen ours = client.visit(mx, service, request);
        assertSame(ours, theirs);
        return ours;
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
    @ValueSource(strings = {"good", "below an RSA root", "intermediate missing", "unknown authority", "self-signed", "UTF-8"})
    void shouldFindAuthoritiesByHashInTheJail(String name) throws IOException {
        compare("hashed", client("-tls1_2", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"good", "P521", "RSA2048", "SHA-1"})
    void shouldTakeCertificatesInOldVersions(String name) throws IOException {
        compare("verbose", client("-tls1", name));
    }

    @Test
    void shouldReportATrustedClient() throws IOException {
        Seen seen = compare("verbose", client("-tls1_3", "good"));

        assertThat(seen.reported("peer_status")).isEqualTo("5");
        assertThat(seen.reported("peer_CN")).isEqualTo("client.test");
        assertThat(seen.reported("issuer_CN")).isEqualTo("Sub");
        assertThat(seen.lines()).anyMatch(line -> line.startsWith("Trusted TLS connection established from "));
    }

    @Test
    void shouldServeClientsThatShowNothingAlthoughACertificateIsRequired() throws IOException {
        Seen seen = compare("required", CertifiedClient.speaking("-tls1_3"));

        assertThat(seen.reported("peer_status")).isEqualTo("0");
        assertThat(seen.lines()).anyMatch(line -> line.startsWith("Anonymous TLS connection established from "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"good", "expired", "Ed25519", "NUL", "two intermediates"})
    void shouldRememberInASessionWhatWasThoughtOfIt(String name) throws IOException {
        Path session = mx.directory().resolve("session");
        String[] shown = MATRIX.options(name, mx.certificates().path(""));
        for (String protocol : List.of("-tls1_3", "-tls1_2")) {
            ProxyRequest request = request();
            Seen theirs = again(protocol, shown, session, "c-verbose", request);
            Seen ours = again(protocol, shown, session, "verbose", request);

            assertSame(ours, theirs);
            assertThat(ours.output()).contains("Reused, ");
            assertThat(ours.lines()).noneMatch(line -> line.contains("depth="));
        }
    }

    private static Seen again(String protocol, String[] shown, Path session, String service, ProxyRequest request) throws IOException {
        CertifiedClient.speaking(protocol, shown).with("-sess_out", session.toString()).visit(mx, service, request());
        return CertifiedClient.speaking(protocol, shown).with("-sess_in", session.toString()).visit(mx, service, request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2", "-tls1"})
    void shouldNameTheAuthoritiesOfCaFile(String protocol) throws IOException {
        CertifiedClient client = CertifiedClient.speaking(protocol);

        String names = names(client.visit(mx, "verbose", request()));

        assertThat(names).contains("O = Example, CN = Other Root\nO = Example, CN = Root\n")
            .isEqualTo(names(client.visit(mx, "c-verbose", request())));
    }

    private static String names(Seen seen) {
        Matcher names = NAMES.matcher(seen.output());
        return names.find() ? names.group() : "not asked:\n" + seen.output();
    }

    @Test
    void shouldNotOfferTlsWithoutItsAuthorities() throws IOException {
        ProxyRequest request = request();
        long mark = mx.log().mark();
        for (String service : List.of("c-broken", "broken")) {
            try (ProxyClient client = ProxyClient.announced(mx.socket(service))) {
                assertThat(client.request(request)).isFalse();
            }
        }
        mx.log().awaitText(mark, "DISCONNECT " + request.endpoint());
        assertThat(mx.log().textsSince(mark, "cannot load Certification Authority data, CAfile=\"")).hasSize(2)
            .allMatch(line -> line.endsWith("/cert/missing.pem\": disabling TLS support"));
    }
}
