package org.tlsproxy.wire;

import java.util.List;
import java.util.Optional;

/** Messages with every attribute set, so that none can be lost or swapped unnoticed. */
final class Samples {

    static final KeyFiles KEYS = new KeyFiles("/chain", new KeyFiles.Pair("/rsa.pem", "/rsa.key"),
            new KeyFiles.Pair("/dsa.pem", "/dsa.key"),
            new KeyFiles.Pair("/ec.pem", "/ec.key"), new KeyFiles.Authorities("/ca.pem", "/ca"));

    private static final List<String> NUMBERS = List.of("tls_daemon_random_bytes");
    private static final List<String> SWITCHES = List.of("tls_append_default_CA", "tls_legacy_public_key_fingerprints",
            "tls_preempt_cipherlist", "tls_wildcard_matches_multiple_labels", "tls_fast_shutdown_enable", "tls_trust_server_ccerts");

    private Samples() { }

    static String parameter(String name) {
        if (NUMBERS.contains(name)) {
            return "32";
        }
        return SWITCHES.contains(name) ? "yes" : "value of " + name;
    }

    static ClientInit clientInit() {
        return new ClientInit(new LogSetting("smtp_tls_loglevel", "1"), 9, "smtp", KEYS, "sha256");
    }

    static ServerInit serverInit() {
        return new ServerInit(new LogSetting("smtpd_tls_loglevel", "2"), 5, new ServerInit.Session("smtpd", true), KEYS,
                new ServerInit.Policy(">=TLSv1.2", "auto", "/dh1024", "/dh512", true), "sha512");
    }

    static ClientSettings clientSettings(Generation g, Dane dane, ClientStart.Failure failure) {
        boolean rawPublicKeys = g.has(Trait.RAW_PUBLIC_KEYS);
        ClientStart start = new ClientStart(log(g), 30, new ClientStart.Security(rawPublicKeys, -2, ">=TLSv1", "high", "RC4"),
                new ClientStart.Peer("example.net", "mx.example.net", "mx.example.net[192.0.2.1]:25", "sni.example.net"),
                new ClientStart.Resumption("smtp&id&", "me.example"), new ClientStart.Match(List.of("nexthop", "hostname"), "sha1", dane),
                failure, g.has(Trait.TRACE) ? new Trace(Integer.MAX_VALUE, "peer") : Trace.ABSENT);
        return new ClientSettings(Params.client(g, Samples::parameter), clientInit(), start);
    }

    static ServerSettings serverSettings(Generation g) {
        ServerStart start = new ServerStart(log(g), 300, new ServerStart.Security(true, true, "medium", "aNULL"), "smtpd",
                "client.example[192.0.2.2]:4711", "sha384", g.has(Trait.TRACE) ? new Trace(102400, "peer") : Trace.ABSENT);
        return new ServerSettings(Params.server(g, Samples::parameter), serverInit(), start);
    }

    private static LogSetting log(Generation g) {
        return g.has(Trait.SESSION_LOG_LEVEL) ? new LogSetting("session_loglevel", "3") : LogSetting.ABSENT;
    }

    static Dane records() {
        return new Dane.Records("_25._tcp.mx.example.net", List.of(new Dane.Tlsa(3, 1, 1, new byte[] {1, 2, 0, -1}),
                new Dane.Tlsa(2, 0, 255, new byte[] {})));
    }

    static Dane digests() {
        Dane.DigestSet set = new Dane.DigestSet("sha1", List.of("AA:BB"), List.of("CC", "DD"));
        return new Dane.Digests(List.of(set), List.of(set, new Dane.DigestSet("md5", List.of(), List.of())), List.of(new byte[] {1}),
                List.of(new byte[] {2, 3}, new byte[] {}), new Dane.Lookup("mx.example.net", 4, 5_000_000_000L));
    }

    static ClientStart.Failure failure() {
        return new ClientStart.Failure(true, Optional.of(new TlsReport("/run/tlsrpt", "example.net", "v=TLSRPTv1",
                new TlsReport.Policy(1, List.of("p1", "p2"), "policy.example", List.of("*.example.net")),
                new TlsReport.Peers("192.0.2.9", "mx", "192.0.2.1", "ehlo"), true, 7)), "certificate-expired");
    }

    static ContextReport report() {
        return new ContextReport(new ContextReport.Peer("peer", "issuer", "AA", "BB", ContextReport.TRUSTED | ContextReport.MATCHED), 5,
                new ContextReport.Cipher("TLSv1.3", "cipher", 256, 128), new ContextReport.KeyExchange("ECDHE", "prime256v1", 3072),
                new ContextReport.RawKeys(true, false), new ContextReport.Signature("RSA-PSS", "", 2048, "SHA256"),
                new ContextReport.Signature("ECDSA", "secp384r1", 0, "SHA384"), "mx[192.0.2.1]:25", true, 17);
    }
}
