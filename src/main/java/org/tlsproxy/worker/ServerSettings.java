package org.tlsproxy.worker;

import java.util.Optional;
import org.tlsproxy.config.Settings;

/**
 * The settings of the server role by which clients are refused, for telling the administrator.
 *
 * @param protocols, ciphers, groups, chains {@code name = value}
 */
record ServerSettings(String protocols, String ciphers, String groups, String chains) {

    /** @param enforced TLS is mandatory, so its settings count */
    static ServerSettings of(Settings settings, boolean enforced) {
        String kind = enforced ? "mandatory_" : "";
        String files = settings.text("tlsproxy_tls_chain_files").isEmpty() ? "cert_file" : "chain_files";
        return new ServerSettings(text(settings, "tlsproxy_tls_" + kind + "protocols"),
            text(settings, "tlsproxy_tls_" + kind + "ciphers") + ", "
                + text(settings, "tlsproxy_tls_" + kind + "exclude_ciphers") + ", " + text(settings, "tlsproxy_tls_" + files),
            text(settings, "tls_eecdh_auto_curves"), text(settings, "tlsproxy_tls_" + files));
    }

    private static String text(Settings settings, String name) {
        return name + " = " + settings.text(name);
    }

    /** What refused a client. @param reason OpenSSL's. @return empty if it was not for a lack of something in common */
    Optional<String> refusing(String reason) {
        return switch (reason) {
            case "unsupported protocol", "no protocols available", "version too low" -> Optional.of(protocols);
            case "no shared cipher" -> Optional.of(ciphers);
            case "no suitable key share" -> Optional.of(groups);
            case "no suitable signature algorithm", "no shared signature algorithms" -> Optional.of(chains);
            default -> Optional.empty();
        };
    }
}
