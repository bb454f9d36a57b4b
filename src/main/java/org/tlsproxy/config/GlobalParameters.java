package org.tlsproxy.config;

import java.util.List;

/** The TLS settings that both roles share ({@code tls_*}), in the order in which tlsproxy fetches them. */
final class GlobalParameters {

    static final List<Parameter> ROWS = List.of(
        Row.flag("tls_append_default_CA", "no")
            .says("add the library default CA store to the configured CAfile/CApath; ignored when CAfile and CApath are both empty"),
        Row.text("tls_config_file", "default").since("3.5").otherwise("default")
            .says("OpenSSL configuration file: default, none, or absolute path"),
        Row.text("tls_config_name", "").since("3.5").says("application section name in that file; only meaningful for OpenSSL"),
        Row.number("tls_daemon_random_bytes", "32").atLeast(1).says("bytes requested from tlsmgr per seed request"),
        Row.text("tls_dane_digest_agility", "").ignored()
            .says("RFC 7671 digest agility on/off/maybe; removed in 3.2: accepted, ignored by every version covered here"),
        Row.text("tls_dane_digests", "sha512 sha256").atLeast(1).says("DANE digests, strongest first; elements name or name=number"),
        Row.flag("tls_dane_trust_anchor_digest_enable", "").ignored()
            .says("allow usage-2 digest records; removed in 3.2: accepted, ignored by every version covered here"),
        Row.text("tls_disable_workarounds", "").says("names or 0x hex of interoperability workarounds to turn off"),
        Row.text("tls_eecdh_auto_curves", "X25519 X448 prime256v1 secp521r1 secp384r1")
            .from("3.10", "X25519 X448 prime256v1 secp384r1 secp521r1 ").atLeast(1).looseSince("3.8")
            .says("ordered key-exchange group list"),
        Row.text("tls_eecdh_strong_curve", "prime256v1").atLeast(1).looseSince("3.8")
            .says("curve for grade strong; effective 3.4-3.5 server role only; later read, unused"),
        Row.text("tls_eecdh_ultra_curve", "secp384r1").atLeast(1).looseSince("3.8")
            .says("curve for grade ultra; effective 3.4-3.5 server role only; later read, unused"),
        Row.text("tls_export_cipherlist", "aNULL:-aNULL:HIGH:MEDIUM:LOW:EXPORT:+RC4:@STRENGTH")
            .from("3.8", "").atLeast(1).looseSince("3.8")
            .says("cipher list of grade export; 3.4-3.7 effective; 3.8+ accepted, ignored (grade export = medium)"),
        Row.flag("tls_fast_shutdown_enable", "yes")
            .says("do not wait for the peer close_notify; read; no effect in tlsproxy (it always sends one close_notify and never waits)"),
        Row.text("tls_ffdhe_auto_groups", "ffdhe2048 ffdhe3072 ").since("3.8")
            .says("ordered FFDHE group list for TLS 1.3 (and 1.2 with OpenSSL 3)"),
        Row.text("tls_high_cipherlist", "aNULL:-aNULL:HIGH:@STRENGTH")
            .from("3.8", "aNULL:-aNULL:HIGH:!SEED:!IDEA:!3DES:!RC2:!RC4:!RC5:!kDH:!kECDH:!aDSS:!MD5:@STRENGTH").atLeast(1)
            .says("cipher list of grade high"),
        Row.flag("tls_legacy_public_key_fingerprints", "no").until("3.11")
            .says("wrong public-key digest of 2.9.0-2.9.5; 3.4-3.8 effective; 3.9-3.10 read, no effect; 3.11+ accepted, ignored"),
        Row.text("tls_low_cipherlist", "aNULL:-aNULL:HIGH:MEDIUM:LOW:+RC4:@STRENGTH")
            .from("3.8", "").atLeast(1).looseSince("3.8")
            .says("cipher list of grade low; 3.4-3.7 effective; 3.8+ accepted, ignored (grade low = medium)"),
        Row.text("tls_medium_cipherlist", "aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH")
            .from("3.8", "aNULL:-aNULL:HIGH:MEDIUM:!SEED:!IDEA:!3DES:!RC2:!RC4:!RC5:!kDH:!kECDH:!aDSS:!MD5:+RC4:@STRENGTH").atLeast(1)
            .says("cipher list of grade medium"),
        Row.text("tls_null_cipherlist", "eNULL:!aNULL")
            .from("3.8", "eNULL:!kDH:!kECDH:!aDSS:!MD5:!aNULL").atLeast(1).says("cipher list of grade null"),
        Row.flag("tls_preempt_cipherlist", "no").says("server cipher preference order"),
        Row.text("tls_server_sni_maps", "")
            .says("lookup tables SNI name -> PEM chain, for the server role"),
        Row.text("tls_session_ticket_cipher", "aes-256-cbc").says("ticket encryption algorithm; empty = no tickets"),
        Row.text("tls_ssl_options", "").says("names or 0x hex of extra OpenSSL options"),
        Row.number("tls_trace_rate_limit", "1").since("3.12")
            .says("max TLS trace files per anvil time unit (0 = no limit); 3.12, only with log level trace"),
        Row.flag("tls_trust_server_ccerts", "no").since("3.12").says("accept client certificates with only the serverAuth EKU"),
        Row.flag("tls_wildcard_matches_multiple_labels", "yes")
            .says("* in a certificate matches more than one label; 3.4-3.5 client role only; 3.6+ no effect on matching"),
        Row.text("tlsmgr_service_name", "tlsmgr").atLeast(1).says("service name of tlsmgr under private/"),
        Row.text("openssl_path", "openssl").atLeast(1).says("path of the openssl command; read (min length 1), no effect"));

    private GlobalParameters() { }
}
