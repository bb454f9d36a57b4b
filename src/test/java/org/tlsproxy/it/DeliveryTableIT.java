package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** smtp(8) logs of its deliveries to servers good, bad and rude what it logs with the C program. */
@Tag("once")
class DeliveryTableIT {

    /** First, as it keeps the ports that it finds. */
    private static final RudeMailServers RUDE = new RudeMailServers();
    private static final MailServers SERVERS = new MailServers();
    private static final List<String> LEVELS = List.of("may", "encrypt", "fingerprint", "secure");

    private static PostfixInstance postfix;
    private static Map<String, Map<String, Deliveries.Fate>> fates;

    @BeforeAll
    static void start() throws IOException {
        Deliveries deliveries = new Deliveries();
        for (String level : LEVELS) {
            deliveries.level(level, "-o smtp_tls_security_level=" + level + "");
        }
        deliveries.level("impatient", "-o smtp_tls_security_level=encrypt -o smtp_starttls_timeout=5s");
        deliveries.level("smtps", "-o smtp_tls_security_level=secure -o smtp_tls_wrappermode=yes");
        SERVERS.names().forEach(name -> {
            String nexthop = "[127.0.0.1]:" + SERVERS.port(name);
            (name.startsWith("smtps") ? List.of("smtps") : LEVELS).forEach(level -> deliveries.route(route(name, level), level, nexthop));
        });
        RUDE.names().forEach(name -> {
            String level = name.startsWith("stalls") ? "impatient" : "encrypt";
            deliveries.route(route(name, level), level, "[127.0.0.1]:" + RUDE.port(name));
        });
        postfix = deliveries.addTo(SERVERS.addTo(new PostfixSetup()))
            .setting("smtp_tls_CAfile", "$DIR/cert/root.pem")
            .setting("smtp_tls_chain_files", "$DIR/cert/client.chain")
            .setting("smtp_tls_fingerprint_digest", "sha256")
            .setting("smtp_tls_secure_cert_match", Certificates.HOST)
            .setting("smtp_tls_fingerprint_cert_match", SERVERS.fingerprint("good")).start();
        SERVERS.writeTo(postfix.certificates().path(""));
        fates = deliveries.run(postfix);
    }

    @AfterAll
    static void stop() {
        RUDE.close();
        if (postfix != null) {
            postfix.close();
        }
    }

    private static String route(String server, String level) {
        return (server + "-" + level).toLowerCase(Locale.ROOT).replace(' ', '-').replaceAll("[^a-z0-9-]", "");
    }

    static Stream<String> routes() {
        return fates.get("ours").keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void shouldLogWhatTheCProgramLogs(String route) {
        assertThat(fates.get("ours").get(route)).isEqualTo(fates.get("theirs").get(route));
    }

    @ParameterizedTest
    @CsvSource({"good-secure,sent", "tls-10-may,sent", "tls-11-encrypt,sent", "rsa-key-exchange-secure,sent", "wants-certificate-encrypt,sent",
        "expired-secure,deferred", "other-name-secure,deferred", "self-signed-encrypt,sent", "self-signed-secure,deferred", "large-secure,sent",
        "smtps-smtps,sent", "smtps-expired-smtps,deferred", "hangs-up-encrypt,deferred", "resets-encrypt,deferred", "stalls-impatient,deferred",
        "updates-keys-now-and-then-encrypt,sent", "updates-keys-all-the-time-encrypt,sent", "hands-out-tickets-encrypt,sent",
        "floods-with-nothing-encrypt,deferred", "floods-with-tickets-encrypt,sent", "breaks-a-record-encrypt,deferred", "ends-without-goodbye-encrypt,deferred"})
    void shouldDeliverOrDefer(String route, String status) {
        assertThat(fates.get("ours").get(route).smtp()).last().asString().contains("status=" + status);
    }
}
