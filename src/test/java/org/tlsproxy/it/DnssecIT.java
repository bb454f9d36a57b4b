package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DANE from the DNS to the log: a signed zone, a validating resolver, Postfix's own lookups, and tlsproxy. */
@Tag("once")
class DnssecIT {

    private static final MailServers SERVERS = new MailServers();

    private static PostfixInstance postfix;
    private static Path directory;
    private static SignedZone zone;
    private static Deliveries deliveries;
    private static PosttlsFinger ours;
    private static PosttlsFinger reference;

    @BeforeAll
    static void start() throws IOException {
        SignedZone.assumePossible();
        directory = Files.createTempDirectory("tlsproxy-it-dns-");
        zone = SignedZone.serve(directory.resolve("zone"), "example.test", records());
        deliveries = deliveries();
        postfix = deliveries.addTo(SERVERS.addTo(new PostfixSetup())).setting("smtp_dns_support_level", "dnssec")
            .setting("smtp_host_lookup", "dns").startedBy(SignedZone.seenThrough(zone.resolvConf())).start();
        SERVERS.writeTo(postfix.certificates().path(""));
        ours = PosttlsFinger.through(postfix, "tlsproxy").resolvingBy(zone.resolvConf());
        reference = PosttlsFinger.through(postfix, "c-tlsproxy").resolvingBy(zone.resolvConf());
    }

    @AfterAll
    static void stop() {
        if (zone != null) {
            zone.close();
            Command.mustRun("rm", "-rf", directory.toString());
        }
        if (postfix != null) {
            postfix.close();
        }
    }

    /** To hosts by name, by MX records that are signed, and by one that is not. */
    private static Deliveries deliveries() throws IOException {
        Deliveries all = new Deliveries();
        for (String level : List.of("dane", "dane-only")) {
            all.level(level, "-o smtp_tls_security_level=" + level);
            for (String server : List.of("good", "rsa", "expired", "TLS 1.2", "common name", "small key", "no TLS")) {
                all.route(route(server, level), level, "[" + MailServers.HOST + "]:" + SERVERS.port(server));
            }
            all.route("mx-" + level, level, "example.test:" + SERVERS.port("self-signed"));
            all.route("half-" + level, level, SignedZone.UNSIGNED + ":" + SERVERS.port("wildcard"));
            all.route("half-wrong-" + level, level, SignedZone.UNSIGNED + ":" + SERVERS.port("other name"));
        }
        return all;
    }

    private static String route(String server, String level) {
        return server.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "") + "-" + level;
    }

    private static List<String> records() throws IOException {
        List<String> records = new ArrayList<>(List.of("mail A 127.0.0.1", "@ MX 10 mail"));
        records.add(tlsa("good", "3 1 1 " + key(SERVERS.chain("good").get(0))));
        records.add(tlsa("rsa", "2 0 1 " + sha256(SERVERS.intermediate())));
        records.add(tlsa("expired", "3 0 1 " + sha256(SERVERS.chain("expired").get(0))));
        records.add(tlsa("self-signed", "3 1 1 " + key(SERVERS.chain("self-signed").get(0))));
        records.add(tlsa("other name", "2 1 1 " + key(SERVERS.intermediate())));
        records.add(tlsa("wildcard", "2 0 0 " + HexFormat.of().formatHex(SERVERS.intermediate())));
        records.add(tlsa("TLS 1.2", "3 1 1 " + key(SERVERS.intermediate())));
        records.add(tlsa("common name", "3 1 9 0011"));
        return records;
    }

    private static String tlsa(String server, String data) {
        return "_" + SERVERS.port(server) + "._tcp.mail TLSA " + data;
    }

    private static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(byte[] certificate) throws IOException {
        return sha256(Certificate.getInstance(certificate).getSubjectPublicKeyInfo().getEncoded());
    }

    @ParameterizedTest
    @CsvSource({"good,Verified", "rsa,Verified", "expired,Verified", "self-signed,Verified", "other name,Untrusted", "wildcard,Verified",
        "TLS 1.2,Untrusted", "common name,Untrusted", "small key,Untrusted"})
    void shouldBelieveWhatTheZoneSays(String server, String word) {
        for (String level : List.of("dane", "dane-only")) {
            String[] arguments = {"-o", "smtp_dns_support_level=dnssec", "-L", "summary,certmatch", "-l", level};
            PosttlsFinger.Result expected = reference.probe(MailServers.HOST, SERVERS.port(server), arguments);
            PosttlsFinger.Result result = ours.probe(MailServers.HOST, SERVERS.port(server), arguments);

            assertThat(result.output()).isEqualTo(expected.output());
            assertThat(result.log()).isEqualTo(expected.log());
            assertThat(result.log()).as(level).anyMatch(line -> line.startsWith(word + " TLS connection established"));
        }
    }

    @Test
    void shouldDeliverAndDeferAsWithTheCProgram() throws IOException {
        Map<String, Map<String, Deliveries.Fate>> fates = deliveries.run(postfix);
        Map<String, Deliveries.Fate> result = fates.get("ours");

        result.forEach((route, fate) -> assertThat(fate).as(route).isEqualTo(fates.get("theirs").get(route)));
        for (String route : List.of("good-dane", "good-dane-only", "rsa-dane-only", "expired-dane-only", "mx-dane-only", "commonname-dane",
            "smallkey-dane", "half-dane")) {
            assertThat(result.get(route).smtp()).as(route).last().asString().contains("status=sent");
        }
        for (String route : List.of("tls12-dane", "tls12-dane-only", "commonname-dane-only", "smallkey-dane-only", "notls-dane-only",
            "half-wrong-dane")) {
            assertThat(result.get(route).smtp()).as(route).last().asString().contains("status=deferred");
        }
        assertThat(result.get("mx-dane").smtp()).first().asString().startsWith("Verified TLS connection established");
        assertThat(result.get("half-dane").smtp()).first().asString().startsWith("Trusted TLS connection established");
    }
}
