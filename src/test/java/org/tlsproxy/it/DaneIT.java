package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlsproxy.wire.Dane;

/** What smtp(8) hears of a server under TLSA records, fingerprints and anchors is what it hears from the C program. */
@Tag("once")
class DaneIT {

    private static final MailServers SERVERS = new MailServers();
    private static final int FINGERPRINT = 3;
    private static final int HALF_DANE = 4;
    private static final int DANE = 5;
    private static final int DANE_ONLY = 6;
    private static final int VERIFY = 7;
    private static final int SECURE = 8;
    private static final List<String> HOST = List.of(MailServers.HOST);
    private static final List<String> ELSEWHERE = List.of("elsewhere.test");
    private static final byte[] WRONG = new byte[32];
    private static final Map<String, Row> ROWS = new LinkedHashMap<>();

    private static PostfixInstance postfix;

    private record Row(String server, ClientRequest request) { }

    @BeforeAll
    static void start() throws IOException {
        postfix = SERVERS.addTo(new PostfixSetup()).start();
        SERVERS.writeTo(postfix.certificates().path(""));
    }

    @AfterAll
    static void stop() {
        if (postfix != null) {
            postfix.close();
        }
    }

    private static Dane.Tlsa record(int usage, int selector, int type, byte[] certificate) {
        try {
            byte[] data = selector == 0 ? certificate
                : Certificate.getInstance(certificate).getSubjectPublicKeyInfo().getEncoded();
            return new Dane.Tlsa(usage, selector, type, type == 0 ? data
                : MessageDigest.getInstance(type == 2 ? "SHA-512" : "SHA-256").digest(data));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] leaf(String server) {
        return SERVERS.chain(server).get(0);
    }

    private static void row(String name, String server, int level, List<String> names, Dane.Tlsa... records) {
        ROWS.put(level + " " + name, new Row(server, ClientRequest.of(level, List.of(records), names.toArray(new String[0]))));
    }

    private static void rows() {
        for (int level : new int[] {HALF_DANE, DANE, DANE_ONLY}) {
            matches(level);
            servers(level);
            several(level);
            unusable(level);
        }
        String good = "smtps";
        row("configured digest", good, FINGERPRINT, List.of(), configured(0, good), configured(1, "smtps wildcard"));
        row("configured key digest", good, FINGERPRINT, List.of(), configured(1, good));
        row("other digest", good, FINGERPRINT, List.of(), configured(0, "smtps wildcard"));
        row("unusable digest", good, FINGERPRINT, List.of(), new Dane.Tlsa(3, 0, 255, new byte[3]));
        anchors(VERIFY);
        anchors(SECURE);
    }

    private static void matches(int level) {
        for (int type : new int[] {0, 1, 2}) {
            for (int selector : new int[] {0, 1}) {
                String kind = " " + selector + " " + type;
                row("3" + kind, "smtps", level, ELSEWHERE, record(3, selector, type, leaf("smtps")));
                row("2" + kind + " intermediate", "smtps", level, HOST, record(2, selector, type, SERVERS.intermediate()));
                row("2" + kind + " root not sent", "smtps", level, HOST, record(2, selector, type, SERVERS.root()));
            }
        }
        row("nothing matches", "smtps", level, HOST, new Dane.Tlsa(3, 1, 1, WRONG));
        row("no anchor matches", "smtps", level, HOST, new Dane.Tlsa(2, 1, 1, WRONG));
        row("anchor, other name", "smtps", level, ELSEWHERE, record(2, 0, 1, SERVERS.intermediate()));
        row("PKIX end entity", "smtps", level, HOST, record(1, 0, 1, leaf("smtps")));
        row("useless names", "smtps", level, List.of("."), record(2, 0, 1, SERVERS.intermediate()));
    }

    private static void servers(int level) {
        byte[] sub = SERVERS.intermediate();
        row("wildcard", "smtps wildcard", level, HOST, record(2, 0, 1, sub));
        row("expired end entity", "smtps expired", level, HOST, record(3, 1, 1, leaf("smtps expired")));
        row("expired below an anchor", "smtps expired", level, HOST, record(2, 0, 1, sub));
        row("small key", "smtps small key", level, HOST, record(3, 1, 1, leaf("smtps small key")));
        row("self-signed as anchor", "smtps self-signed", level, HOST, record(2, 0, 1, leaf("smtps self-signed")));
        row("self-signed end entity", "smtps self-signed", level, HOST, record(3, 0, 1, leaf("smtps self-signed")));
        row("bare key of the signer", "smtps below the root", level, HOST, record(2, 1, 0, SERVERS.root()));
        row("anchor only in the record", "smtps intermediate missing", level, HOST, record(2, 0, 0, sub));
        row("bare key of the missing one", "smtps intermediate missing", level, HOST, record(2, 1, 0, sub));
    }

    private static void several(int level) {
        Dane.Tlsa good = record(3, 1, 1, leaf("smtps"));
        row("agility: good and better wrong", "smtps", level, HOST, good, new Dane.Tlsa(3, 1, 2, new byte[64]));
        row("agility: other selector", "smtps", level, HOST, good, new Dane.Tlsa(3, 0, 2, new byte[64]));
        row("agility: full data", "smtps", level, HOST, record(3, 1, 0, leaf("smtps")), new Dane.Tlsa(3, 1, 2, new byte[64]));
        row("both usages", "smtps", level, ELSEWHERE, record(2, 0, 1, SERVERS.intermediate()), good);
        row("unusable and usable", "smtps", level, HOST, new Dane.Tlsa(3, 1, 7, WRONG), good);
    }

    private static void unusable(int level) {
        byte[] sub = SERVERS.intermediate();
        row("unusable alone", "smtps", level, HOST, new Dane.Tlsa(3, 1, 7, WRONG));
        row("short digest", "smtps", level, HOST, new Dane.Tlsa(3, 1, 1, new byte[31]));
        row("unknown usage and selector", "smtps", level, HOST, new Dane.Tlsa(9, 1, 1, WRONG), new Dane.Tlsa(3, 5, 1, WRONG));
        row("key where a certificate should be", "smtps", level, HOST, new Dane.Tlsa(2, 0, 0, record(2, 1, 0, sub).data()));
        row("bytes behind a certificate", "smtps", level, HOST, new Dane.Tlsa(2, 0, 0, Arrays.copyOf(sub, sub.length + 1)));
    }

    private static void anchors(int level) {
        byte[] sub = SERVERS.intermediate();
        byte[] leaf = leaf("smtps");
        row("anchor of a file", "smtps", level, HOST, record(2, 0, 0, sub), record(3, 0, 0, sub));
        row("anchor of a file, other name", "smtps", level, ELSEWHERE, record(2, 0, 0, sub));
        row("key of a file", "smtps", level, HOST, record(2, 1, 0, sub), record(3, 1, 0, sub));
        row("leaf of a file", "smtps", level, HOST, record(2, 0, 0, leaf), record(3, 0, 0, leaf));
        row("leaf of a file, other name", "smtps", level, ELSEWHERE, record(2, 0, 0, leaf), record(3, 0, 0, leaf));
        row("nothing usable in the file", "smtps", level, HOST, new Dane.Tlsa(2, 0, 0, WRONG));
    }

    private static Dane.Tlsa configured(int selector, String server) {
        return new Dane.Tlsa(3, selector, 255, record(3, selector, 1, leaf(server)).data());
    }

    static Stream<String> names() {
        rows();
        return ROWS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReportAndLogTheSame(String name) throws IOException {
        Row row = ROWS.get(name);
        int port = SERVERS.port(row.server());
        ClientRequest.Outcome expected = row.request().through(postfix, "c-tlsproxy", port);
        ClientRequest.Outcome outcome = row.request().through(postfix, "tlsproxy", port);

        assertThat(outcome.report()).isEqualTo(expected.report());
        assertThat(sorted(outcome.log())).isEqualTo(sorted(expected.log()));
    }

    /** Records have no order; neither have warnings of them. */
    private static List<String> sorted(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        sorted.sort(null);
        return sorted;
    }
}
