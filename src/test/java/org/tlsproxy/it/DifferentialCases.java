package org.tlsproxy.it;

import static org.tlsproxy.it.Difference.adding;
import static org.tlsproxy.it.Difference.replacing;
import static org.tlsproxy.it.Difference.without;
import static org.tlsproxy.it.DifferentialCase.row;
import static org.tlsproxy.it.RawClient.Then.CLOSE;
import static org.tlsproxy.it.RawClient.Then.RESET;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The table of {@link DifferentialIT}: a new case is a new row. Rows of the same settings share a service, so settings that are
 * needed by several rows are cheap; each other configuration costs a second or two.
 */
final class DifferentialCases {

    private static final Difference NO_GROUPS = without("^peer TLS server extension \"supported_groups\"",
        "OpenSSL says which groups it would have liked better");
    private static final Difference COOKIE = adding("^peer TLS server extension \"supported versions\"",
        "peer TLS server extension \"unknown\" (id=44)", "a hello retry request has a cookie");

    private static final String SSL2 = "ClientHello messages of SSL 2 are refused";
    private static final String MISSING = "a chain file that is missing makes the role unavailable";

    private DifferentialCases() { }

    /** The Postfix for all rows; its own settings are those that no service can have for itself. */
    static PostfixSetup setup() {
        return new PostfixSetup()
            .setting("smtp_tls_security_level", "none")
            .setting("smtpd_tls_session_cache_database", "btree:$DIR/data/smtpd_scache")
            .masterCfLine("tlsmgr-no-cache unix - - n 1000? 1 tlsmgr -o smtpd_tls_session_cache_database="
                + " -o tls_random_exchange_name=$DIR/data/prng_exch2");
    }

    static List<DifferentialCase> all() {
        List<DifferentialCase> rows = new ArrayList<>();
        Stream.of(standard(), lessUsual(), badPeers(), levels(), protocols(), ciphers(), groups(), chains(), legacyPairs(), names(), sessions(),
            logLevels(), parameters(), fatal()).forEach(rows::addAll);
        return rows;
    }

    private static String chain(String name) {
        return "tlsproxy_tls_chain_files=$DIR/cert/" + name + ".chain";
    }

    /** The usual configuration, with an EC and an RSA chain. */
    private static List<DifferentialCase> standard() {
        return List.of(
            row("TLS 1.3").openssl("-tls1_3"),
            row("TLS 1.2").openssl("-tls1_2"),
            row("TLS 1.1").openssl("-tls1_1"),
            row("TLS 1.0").openssl("-tls1"),
            row("whatever openssl offers").openssl(""),
            row("ChaCha20 in TLS 1.3").openssl("-ciphersuites TLS_CHACHA20_POLY1305_SHA256"),
            row("AES-128 in TLS 1.3").openssl("-ciphersuites TLS_AES_128_GCM_SHA256"),
            row("AES-128-CCM in TLS 1.3").openssl("-tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256"),
            row("P-384 key exchange").openssl("-groups P-384").except(NO_GROUPS),
            row("P-521 key exchange").openssl("-groups P-521").except(NO_GROUPS),
            row("X448 key exchange").openssl("-groups X448").except(NO_GROUPS),
            row("hello retry request").openssl("-groups ffdhe2048:P-256").except(NO_GROUPS).except(COOKIE),
            row("no shared group in TLS 1.3").openssl("-tls1_3 -groups ffdhe2048"),
            row("finite field in TLS 1.2").openssl("-tls1_2 -cipher DHE-RSA-AES128-SHA256"),
            row("RSA signature wanted").openssl("-sigalgs RSA-PSS+SHA256"),
            row("RSA signature wanted in TLS 1.2").openssl("-tls1_2 -sigalgs RSA+SHA384"),
            row("ECDSA with SHA-384 in TLS 1.2").openssl("-tls1_2 -sigalgs ECDSA+SHA384"),
            row("no usable signature").openssl("-tls1_3 -sigalgs ed25519"),
            row("no usable signature in TLS 1.2").openssl("-tls1_2 -sigalgs ed25519"),
            row("anonymous suite").openssl("-tls1_2 -cipher AECDH-AES256-SHA:@SECLEVEL=0"),
            row("RSA key transport").openssl("-tls1_2 -cipher AES256-GCM-SHA384"));
    }

    /** Suites, extensions and endings that not every client has. */
    private static List<DifferentialCase> lessUsual() {
        return List.of(
            row("CBC with SHA-1").openssl("-tls1_2 -cipher ECDHE-RSA-AES128-SHA"),
            row("CBC with SHA-384").openssl("-tls1_2 -cipher ECDHE-ECDSA-AES256-SHA384"),
            row("CBC without encrypt-then-mac").openssl("-tls1_2 -cipher ECDHE-RSA-AES128-SHA -no_etm"),
            row("Camellia").openssl("-tls1_2 -cipher ECDHE-RSA-CAMELLIA128-SHA256"),
            row("CCM-8").openssl("-tls1_2 -cipher ECDHE-ECDSA-AES128-CCM8"),
            row("null cipher refused").openssl("-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0"),
            row("PSK suite refused").openssl("-tls1_2 -psk 1a2b -cipher PSK-AES128-CBC-SHA"),
            row("no ticket wanted").openssl("-tls1_2 -no_ticket"),
            row("application protocols").openssl("-alpn smtp,h2"),
            row("certificate status wanted").openssl("-status"),
            row("fallback").openssl("-tls1_1 -fallback_scsv"),
            row("maximum fragment length").openssl("-tls1_2 -maxfraglen 512")
                .except(without("^peer (TLS server extension .session ticket.|TLS session ticket lifetime hint)",
                    "no ticket for a client that wants short records")),
            row("small records").openssl("-max_send_frag 512"),
            row("unknown server name").openssl("-servername mail.example.test"),
            row("no middlebox compatibility").openssl("-no_middlebox -tls1_3"),
            row("resumption in TLS 1.3").openssl("-tls1_3 -sess_out $SESSION").openssl("-tls1_3 -sess_in $SESSION"),
            row("resumption in TLS 1.2").openssl("-tls1_2 -sess_out $SESSION").openssl("-tls1_2 -sess_in $SESSION"),
            row("certificate refused").openssl("-verify 1 -verify_return_error"),
            row("certificate refused in TLS 1.2").openssl("-verify 1 -verify_return_error -tls1_2"));
    }

    /** What comes along every day. */
    private static List<DifferentialCase> badPeers() {
        return List.of(
            row("plaintext SMTP").client(text("EHLO me.example.test\r\n")),
            row("HTTP").client(text("GET / HTTP/1.0\r\n\r\n")),
            row("HTTP POST").client(text("POST / HTTP/1.0\r\n\r\n")),
            row("HTTP CONNECT").client(text("CONNECT x:25 HTTP/1.0\r\n\r\n")),
            row("zeros").client(RawClient.hex("00".repeat(100))),
            row("alert first").client(RawClient.hex("15 0301 0002 02 28")),
            row("warning first").client(RawClient.hex("15 0301 0002 01 5a")),
            row("close_notify first").client(RawClient.hex("15 0301 0002 01 00")),
            row("application data first").client(RawClient.hex("17 0303 0005 0102030405")),
            row("change cipher spec first").client(RawClient.hex("14 0303 0001 01")),
            row("client hello cut off").client(RawClient.hex("16 0301 0005 01 0000ff 03").then(CLOSE)),
            row("short client hello").client(RawClient.hex("16 0301 0006 01 000002 0303")),
            row("record too long").client(RawClient.hex("16 0301 ffff 0100")),
            row("TLS 9.9").client(RawClient.hex("16 0909 0010 01 00000c 09 09")),
            row("SSL 2 hello").client(RawClient.hex("802e 01 0301 0015 0000 0010 010080 030080 060040 020080 040080 00000a 000009"
                + "00112233445566778899aabbccddeeff"))
                .except(replacing("alert 2 40", "alert 2 70", SSL2)).except(replacing("0A0000C1(.*)no shared cipher",
                    "0A0000FC$1unknown protocol", SSL2)),
            row("SSL 3.0 hello").client(RawClient.hex("16 0300 002d 01 000029 0300 " + "11".repeat(32) + " 00 0002 0035 01 00")),
            row("no suites").client(RawClient.hex("16 0301 002b 01 000027 0303 " + "11".repeat(32) + " 00 0000 01 00")),
            row("nothing and gone").client(text("").then(CLOSE)),
            row("nothing and reset").client(text("").then(RESET)),
            row("half a hello and reset").client(RawClient.hex("16 0301 0100 01").then(RESET)),
            row("silence").client(text("").within(1)),
            row("half a record and silence").client(RawClient.hex("16 0301 0100 01").within(1)));
    }

    private static RawClient text(String words) {
        return RawClient.hex(HexFormat.of().formatHex(words.getBytes(StandardCharsets.US_ASCII)));
    }

    private static List<DifferentialCase> levels() {
        List<DifferentialCase> rows = new ArrayList<>();
        for (String level : List.of("none", "encrypt", "MAY", "verify", "secure", "fingerprint")) {
            rows.add(row("level " + level, "tlsproxy_tls_security_level=" + level).openssl(""));
        }
        rows.add(row("no level, not used", "tlsproxy_tls_security_level=").openssl(""));
        rows.add(row("no level, used", "tlsproxy_tls_security_level=", "tlsproxy_use_tls=yes").openssl(""));
        rows.add(row("no level, enforced", "tlsproxy_tls_security_level=", "tlsproxy_enforce_tls=yes").openssl(""));
        rows.add(row("mandatory settings", "tlsproxy_tls_security_level=encrypt", "tlsproxy_tls_mandatory_protocols=TLSv1.2",
            "tlsproxy_tls_mandatory_ciphers=high", "tlsproxy_tls_mandatory_exclude_ciphers=AES256").openssl("").openssl("-tls1_3"));
        return rows;
    }

    private static List<DifferentialCase> protocols() {
        List<DifferentialCase> rows = new ArrayList<>();
        for (String list : List.of(">=TLSv1.2", ">=TLSv1.2, <=TLSv1.2", "!TLSv1.3", "TLSv1.1, TLSv1.3", "<=0x0302", "SSLv3")) {
            String setting = "tlsproxy_tls_protocols=" + list;
            rows.add(row("protocols " + list, setting).openssl(""));
            rows.add(row("protocols " + list + " with TLS 1.1", setting).openssl("-tls1_1"));
            rows.add(row("protocols " + list + " with TLS 1.3", setting).openssl("-tls1_3"));
        }
        for (String list : List.of(">=TLSv1.5", "TLSv1.2 nonsense", ">=0305")) {
            rows.add(row("protocols " + list, "tlsproxy_tls_protocols=" + list).openssl(""));
        }
        return rows;
    }

    private static List<DifferentialCase> ciphers() {
        List<DifferentialCase> rows = new ArrayList<>();
        for (String grade : List.of("high", "null", "export", "low", "invalid", "nonsense")) {
            DifferentialCase row = row("grade " + grade, "tlsproxy_tls_ciphers=" + grade).openssl("-tls1_2 -cipher ALL:eNULL:@SECLEVEL=0");
            rows.add(grade.equals("null") ? row.except(without("encrypt-then-mac", "nothing is encrypted")) : row);
        }
        String strong = "tlsproxy_tls_exclude_ciphers=aNULL, AES256, CHACHA20";
        rows.add(row("exclusions", strong).openssl("-tls1_2"));
        rows.add(row("no shared cipher", strong).openssl("-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384"));
        rows.add(row("exclusions and TLS 1.3", strong).openssl("-tls1_3"));
        rows.add(row("bad exclusion", "tlsproxy_tls_exclude_ciphers=!AES").openssl("-tls1_2"));
        rows.add(row("everything excluded", "tlsproxy_tls_exclude_ciphers=ALL").openssl("-tls1_2"));
        rows.add(row("own list", "tls_medium_cipherlist=AES128-SHA:ECDHE-RSA-AES128-SHA").openssl("-tls1_2"));
        rows.add(row("bad list", "tls_medium_cipherlist=nonsense").openssl("-tls1_2"));
        rows.add(row("server's order", "tls_preempt_cipherlist=yes", chain("rsa")).openssl("-tls1_2 -cipher AES128-SHA:AES256-SHA")
            .openssl("-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384"));
        rows.add(row("client's order", chain("rsa")).openssl("-tls1_2 -cipher AES128-SHA:AES256-SHA")
            .openssl("-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384"));
        return rows;
    }

    private static List<DifferentialCase> groups() {
        List<DifferentialCase> rows = new ArrayList<>();
        for (String list : List.of("prime256v1", "X25519 secp384r1", "P-384")) {
            rows.add(row("groups " + list, "tls_eecdh_auto_curves=" + list).openssl("-groups X25519:P-256:P-384").openssl("-tls1_2"));
        }
        rows.replaceAll(row -> row.name().matches("groups (prime.*|P-384)") ? row.except(COOKIE) : row);
        rows.add(row("DH parameters by name auto", "tlsproxy_tls_dh1024_param_file=auto", chain("rsa"))
            .openssl("-tls1_2 -cipher DHE-RSA-AES256-SHA256"));
        rows.add(row("DH parameters missing", "tlsproxy_tls_dh1024_param_file=$DIR/missing", chain("rsa"))
            .openssl("-tls1_2 -cipher DHE-RSA-AES256-SHA256"));
        rows.add(row("grade none of curves", "tlsproxy_tls_eecdh_grade=none").openssl("-tls1_2"));
        return rows;
    }

    private static List<DifferentialCase> chains() {
        List<DifferentialCase> rows = new ArrayList<>();
        for (String name : List.of("ec", "p384", "p521", "rsa", "rsa1024", "rsa3072", "pss", "ed25519", "ed448", "all", "with-issuer")) {
            rows.add(row("chain " + name, chain(name)).openssl(""));
            rows.add(row("chain " + name + " with TLS 1.2", chain(name)).openssl("-tls1_2"));
        }
        rows.add(row("chain all with Ed25519", chain("all")).openssl("-sigalgs ed25519:ECDSA+SHA256"));
        rows.add(row("chain all with Ed448 in TLS 1.2", chain("all")).openssl("-tls1_2 -sigalgs ed448:ECDSA+SHA256"));
        for (String name : List.of("missing", "empty", "text", "mismatch", "mismatch-first", "certificate-first", "two-keys", "key-only",
            "twice")) {
            DifferentialCase row = row("chain " + name, chain(name)).openssl("");
            rows.add(name.equals("missing") ? unavailable(row, "DIR/cert/missing.chain") : row);
        }
        rows.add(unavailable(row("second chain file missing", "tlsproxy_tls_chain_files=$DIR/cert/ec.chain, $DIR/cert/missing").openssl(""),
            "DIR/cert/ec.chain, DIR/cert/missing"));
        rows.add(row("several chain files", "tlsproxy_tls_chain_files=$DIR/cert/ec.key $DIR/cert/ec.pem $DIR/cert/rsa.chain").openssl("")
            .openssl("-sigalgs RSA-PSS+SHA256"));
        return rows;
    }

    private static DifferentialCase unavailable(DifferentialCase row, String files) {
        return row.except(replacing("^status 1$", "status 0", MISSING))
            .except(without("^(plaintext ends|peer .*|log warning: TLS library problem: .*no shared cipher.*)$", MISSING))
            .except(adding("^log warning: error opening chain file",
                "log warning: error loading private keys and certificates from: " + files + ": disabling TLS support", MISSING));
    }

    private static List<DifferentialCase> legacyPairs() {
        DifferentialCase none = row("no certificate", "tlsproxy_tls_chain_files=");
        String cert = "tlsproxy_tls_cert_file=$DIR/cert/";
        return List.of(
            none.openssl(""),
            row("certificate none", "tlsproxy_tls_chain_files=", "tlsproxy_tls_cert_file=none").openssl("")
                .openssl("-tls1_2 -cipher ALL:@SECLEVEL=0"),
            row("RSA pair", "tlsproxy_tls_chain_files=", cert + "rsa.pem", "tlsproxy_tls_key_file=$DIR/cert/rsa.key").openssl(""),
            row("RSA and ECDSA pairs", "tlsproxy_tls_chain_files=", cert + "rsa.chain", "tlsproxy_tls_eccert_file=$DIR/cert/ec.chain")
                .openssl("").openssl("-tls1_2 -sigalgs RSA+SHA256"),
            row("ECDSA pair alone", "tlsproxy_tls_chain_files=", "tlsproxy_tls_eccert_file=$DIR/cert/ec.chain").openssl(""),
            row("pair that does not match", "tlsproxy_tls_chain_files=", cert + "rsa.pem", "tlsproxy_tls_key_file=$DIR/cert/rsa3072.key")
                .openssl(""),
            row("certificate file missing", "tlsproxy_tls_chain_files=", cert + "missing").openssl(""),
            row("key file missing", "tlsproxy_tls_chain_files=", cert + "rsa.pem", "tlsproxy_tls_key_file=$DIR/cert/missing").openssl(""),
            row("certificate without key", "tlsproxy_tls_chain_files=", cert + "rsa.pem").openssl(""),
            row("chain files and pairs", cert + "rsa.chain").openssl("-tls1_2"));
    }

    private static List<DifferentialCase> names() {
        List<DifferentialCase> rows = new ArrayList<>();
        for (String table : List.of("texthash:$DIR/etc/sni", "hash:$DIR/etc/sni-hash")) {
            String setting = "tls_server_sni_maps=" + table;
            String kind = table.substring(0, table.indexOf(':'));
            for (String name : List.of("sni.example.test", "SNI.Example.Test", "a.wild.example.test", "wild.example.test", "not.example.test",
                "broken.example.test", "rsa.example.test", "-bad.example.test", "under_score.wild.example.test")) {
                rows.add(row("name " + name + " in " + kind, setting).openssl("-servername " + name));
            }
            rows.add(row("no name with " + kind, setting).openssl(""));
            rows.add(row("name with hello retry with " + kind, setting).openssl("-servername sni.example.test -groups ffdhe2048:P-256")
                .except(NO_GROUPS).except(COOKIE));
            rows.add(row("name of one kind of key with " + kind, setting).openssl("-tls1_2 -servername rsa.example.test -sigalgs ECDSA+SHA256"));
            rows.add(row("resumption under a name with " + kind, setting).openssl("-servername sni.example.test -sess_out $SESSION")
                .openssl("-servername sni.example.test -sess_in $SESSION"));
        }
        rows.add(row("names by inline", "tls_server_sni_maps=inline:{sni.example.test=$DIR/cert/sni.chain}").openssl("-servername sni.example.test")
            .openssl("-servername other.example.test"));
        rows.add(row("names by static", "tls_server_sni_maps=static:$DIR/cert/sni.chain").openssl("-servername sni.example.test"));
        rows.add(row("names by regexp", "tls_server_sni_maps=regexp:$DIR/etc/sni.regexp").openssl("-servername RE.example.test"));
        rows.add(row("names by two tables", "tls_server_sni_maps=inline:{x.test=$DIR/cert/rsa.chain}, texthash:$DIR/etc/sni")
            .openssl("-servername x.test").openssl("-servername sni.example.test"));
        rows.add(row("table missing", "tls_server_sni_maps=texthash:$DIR/etc/missing").openssl("-servername sni.example.test").openssl(""));
        rows.add(row("index missing", "tls_server_sni_maps=hash:$DIR/etc/missing").openssl("-servername sni.example.test"));
        rows.add(row("unknown kind of table", "tls_server_sni_maps=nonsense:x").openssl("-servername sni.example.test")
            .except(replacing("^log error: (unsupported dictionary type: nonsense)", "log warning: table nonsense:x: this type is reached by"
                + " way of proxymap(8) only: specify \"proxy:nonsense:x\"\nlog error: $1", "a hint at what can be done")));
        rows.add(row("no base64 in table", "tls_server_sni_maps=hash:$DIR/etc/sni.bad").openssl("-servername sni.example.test"));
        return rows;
    }

    private static List<DifferentialCase> sessions() {
        List<DifferentialCase> rows = new ArrayList<>();
        for (String setting : List.of("tls_session_ticket_cipher=", "tls_ssl_options=NO_TICKET", "tls_session_ticket_cipher=aes-128-cbc",
            "tls_session_ticket_cipher=nonsense", "tlsmgr_service_name=tlsmgr-no-cache",
            "smtpd_tls_always_issue_session_ids=no")) {
            String[] settings = {setting, "tlsproxy_tls_loglevel=1, cache"};
            rows.add(row("TLS 1.2 sessions with " + setting, settings).openssl("-tls1_2 -sess_out $SESSION").openssl("-tls1_2 -sess_in $SESSION"));
            rows.add(row("TLS 1.2 sessions by id with " + setting, settings).openssl("-tls1_2 -no_ticket -sess_out $SESSION")
                .openssl("-tls1_2 -no_ticket -sess_in $SESSION"));
            if (!setting.matches("tls_ssl_options=NO_TICKET|tls_session_ticket_cipher=(nonsense)?")) {
                rows.add(ticketsOnly(row("TLS 1.3 sessions with " + setting, settings).openssl("-tls1_3 -sess_out $SESSION")
                    .openssl("-tls1_3 -sess_in $SESSION"), !setting.contains("no-cache")));
            }
        }
        String[] idle = {"tlsmgr_service_name=tlsmgr-no-cache", "tls_session_ticket_cipher=", "tlsproxy_tls_always_issue_session_ids=no"};
        rows.add(row("no session ids", idle).openssl("-tls1_2"));
        String[] useless = {"tlsmgr_service_name=tlsmgr-no-cache", "tls_session_ticket_cipher="};
        rows.add(row("useless session ids", useless).openssl("-tls1_2 -sess_out $SESSION").openssl("-tls1_2 -sess_in $SESSION"));
        return rows;
    }

    /** @param cached the C program stores the session as well */
    private static DifferentialCase ticketsOnly(DifferentialCase row, boolean cached) {
        return cached ? row.except(without("^log ENDPT: save session", "TLS 1.3 sessions are in their tickets and nowhere else")) : row;
    }

    private static List<DifferentialCase> logLevels() {
        List<DifferentialCase> rows = new ArrayList<>();
        for (String level : List.of("0", "2", "3", "4", "summary, verbose", "cache", "ssl-debug", "nonsense", "none", "debug")) {
            String setting = "tlsproxy_tls_loglevel=" + level;
            String row = "log level " + level;
            rows.add(ticketsOnly(row(row + " in TLS 1.3", setting).openssl("-tls1_3 -sess_out $SESSION")
                .openssl("-tls1_3 -sess_in $SESSION"), level.matches("[234]|cache|debug")));
            rows.add(row(row + " in TLS 1.2", setting).openssl("-tls1_2 -sess_out $SESSION").openssl("-tls1_2 -sess_in $SESSION"));
            rows.add(row(row + " with session ids", setting).openssl("-tls1_2 -no_ticket -sess_out $SESSION")
                .openssl("-tls1_2 -no_ticket -sess_in $SESSION"));
            rows.add(row(row + " and a refusal", setting).openssl("-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0"));
            rows.add(row(row + " and an alert", setting).openssl("-verify 1 -verify_return_error"));
            rows.add(row(row + " and HTTP", setting).client(text("GET / HTTP/1.0\r\n\r\n")));
            rows.add(row(row + " and a client that goes", setting).client(text("").then(CLOSE)));
        }
        rows.add(row("ssl-debug and a goodbye instead of a hello", "tlsproxy_tls_loglevel=ssl-debug")
            .client(text("\u0015\u0003\u0001\u0000\u0002\u0001\u0000").then(CLOSE)));
        rows.add(row("ssl-debug and no version", "tlsproxy_tls_loglevel=ssl-debug", "tlsproxy_tls_protocols=>=TLSv1.3").openssl("-tls1_2"));
        return rows;
    }

    private static List<DifferentialCase> parameters() {
        return List.of(
            row("another service", "tlsproxy_tls_loglevel=1,cache").client(OpensslClient.with("-tls1_2 -no_ticket").servedBy("other")),
            row("workarounds", "tls_disable_workarounds=nonsense CVE-2010-4180 0x10").openssl(""),
            row("options", "tls_ssl_options=nonsense, NO_COMPRESSION, PRIORITIZE_CHACHA").openssl(""),
            row("no renegotiation", "tls_ssl_options=NO_RENEGOTIATION").openssl("-tls1_2"),
            row("no middlebox compatibility by option", "tls_ssl_options=0x1").openssl(""),
            row("configuration file none", "tls_config_file=none").openssl(""),
            row("configuration file relative", "tls_config_file=nonsense").openssl(""),
            row("configuration file missing", "tls_config_file=/nonsense").openssl(""),
            row("configuration name", "tls_config_name=nonsense").openssl(""),
            row("digest unknown", "tlsproxy_tls_fingerprint_digest=nonsense").openssl(""),
            row("digest md5", "tlsproxy_tls_fingerprint_digest=md5").openssl(""),
            row("random bytes", "tls_daemon_random_bytes=16").openssl(""),
            row("tables without server role", "tlsproxy_tls_security_level=none", "tls_server_sni_maps=nonsense").openssl(""),
            row("CA file missing", "tlsproxy_tls_CAfile=$DIR/cert/missing").openssl(""),
            row("CA file without certificates", "tlsproxy_tls_CAfile=$DIR/cert/ec.key").openssl(""),
            row("CA path missing", "tlsproxy_tls_CApath=$DIR/cert/missing").openssl(""));
    }

    /** Configurations by which a service does not come up. */
    private static List<DifferentialCase> fatal() {
        List<DifferentialCase> rows = new ArrayList<>();
        for (String setting : List.of("tlsproxy_tls_security_level=nonsense", "tlsproxy_tls_security_level=dane",
            "tls_server_sni_maps=nonsense", "tls_daemon_random_bytes=0", "tls_preempt_cipherlist=perhaps", "setgid_group=nonsense",
            "setgid_group=root", "default_privs=nonsense", "default_privs=root", "default_privs=postfix", "mail_owner=nonsense",
            "mail_owner=root", "tlsproxy_watchdog_timeout=1s", "tls_high_cipherlist=", "tlsproxy_tls_ciphers=", "syslog_facility=nonsense",
            "myhostname=-x-", "inet_protocols=nonsense", "smtpd_tls_ccert_verifydepth=x", "tls_eecdh_auto_curves=",
            "compatibility_level=x", "maillog_file=/nonsense")) {
            rows.add(row("fatal " + setting, setting));
        }
        return rows;
    }
}
