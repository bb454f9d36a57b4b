package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DANE from the DNS to the log: a signed zone, a validating resolver, Postfix's own lookups, and tlsproxy. */
@Tag("once")
class DnssecIT {

    private static final MailServers SERVERS = new MailServers();

    private static PostfixInstance postfix;
    private static SignedZone zone;
    private static PosttlsFinger ours;
    private static PosttlsFinger reference;

    @BeforeAll
    static void start() throws IOException {
        SignedZone.assumePossible();
        postfix = SERVERS.addTo(new PostfixSetup()).start();
        SERVERS.writeTo(postfix.certificates().path(""));
        zone = SignedZone.serve(postfix.directory().resolve("dns"), "example.test", records());
        ours = PosttlsFinger.through(postfix, "tlsproxy").resolvingBy(zone.resolvConf());
        reference = PosttlsFinger.through(postfix, "c-tlsproxy").resolvingBy(zone.resolvConf());
    }

    @AfterAll
    static void stop() {
        if (zone != null) {
            zone.close();
        }
        if (postfix != null) {
            postfix.close();
        }
    }

    private static List<String> records() throws IOException {
        List<String> records = new ArrayList<>(List.of("mail A 127.0.0.1"));
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
}
