package org.tlsproxy.worker;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import org.tlsproxy.config.Settings;
import org.tlsproxy.engine.ClientProfile;
import org.tlsproxy.log.Logger;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.tlsmgr.SessionPolicy;
import org.tlsproxy.tlsmgr.TlsmgrClient;
import org.tlsproxy.wire.ClientInit;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.KeyFiles;
import org.tlsproxy.wire.LogSetting;
import org.tlsproxy.wire.Params;

/**
 * What all contexts of the client role have in common.
 *
 * @param settings   this process's own
 * @param release    by whose rules
 * @param generation the same, for what goes over the wire
 * @param hybrid     offer X25519MLKEM768 to servers
 * @param tlsmgr     where sessions are kept
 * @param policies   by cache type; what is missing is not kept
 * @param usable     tells whether the engine takes a profile's keys; if not, why has been logged
 * @param log        for everything
 */
record ClientCommon(Settings settings, PostfixRelease release, Generation generation, boolean hybrid, TlsmgrClient tlsmgr,
                    Map<String, SessionPolicy> policies, Predicate<ClientProfile> usable, Logger log) {

    /** What this process would send, were it its own client. */
    Params ownParams() {
        return Params.client(generation, this::parameter);
    }

    private String parameter(String name) {
        return switch (name) {
            case "config_file", "config_name" -> text("tls_" + name);
            case "tls_daemon_random_bytes" -> Integer.toString(settings.number(name));
            case "tls_append_default_CA", "tls_legacy_public_key_fingerprints", "tls_preempt_cipherlist",
                "tls_wildcard_matches_multiple_labels", "tls_fast_shutdown_enable" -> settings.flag(name) ? "yes" : "no";
            default -> text(name);
        };
    }

    /** Likewise: the context that is made before the jail. */
    ClientInit ownInit() {
        KeyFiles files = new KeyFiles(own("chain_files"), pair(""), pair("d"), pair("ec"),
            new KeyFiles.Authorities(own("CAfile"), own("CApath")));
        String logParameter = release.before(3, 12) ? own("loglevel_parameter") : "smtp_tls_loglevel";
        return new ClientInit(new LogSetting(logParameter, own("loglevel")), settings.number("tlsproxy_client_scert_verifydepth"), "smtp",
            files, own("fingerprint_digest"));
    }

    private KeyFiles.Pair pair(String kind) {
        return new KeyFiles.Pair(own(kind + "cert_file"), own(kind + "key_file"));
    }

    private String own(String name) {
        return text("tlsproxy_client_" + name);
    }

    /** Parameters hold one character a byte; requests are read as UTF-8. */
    private String text(String name) {
        return new String(settings.text(name).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
