package org.tlsproxy.policy;

import java.util.Optional;

/** Decides from the configuration whether this process prepares a TLS client context for smtp's requests before it is jailed. */
public final class ClientRole {

    /**
     * @param securityLevel tlsproxy_client_security_level (tlsproxy_client_level up to 3.6)
     * @param useTls        tlsproxy_client_use_tls, counts when the level is empty
     * @param enforceTls    tlsproxy_client_enforce_tls, likewise
     * @param perSite       tlsproxy_client_per_site
     * @param policyMaps    tlsproxy_client_policy_maps (tlsproxy_client_policy up to 3.6)
     */
    public record Inputs(String securityLevel, boolean useTls, boolean enforceTls, String perSite, String policyMaps) { }

    /** What was decided. */
    public sealed interface Decision permits Fatal, Disabled, Enabled { }

    /** The process cannot start; the text follows {@code fatal: }. */
    public record Fatal(String text) implements Decision { }

    /** No context; requests get status 0, and from 3.8 on a warning is due for each. */
    public record Disabled() implements Decision { }

    /** A context is made from the client settings; if that fails, that is a warning only and the role counts as initialised. */
    public record Enabled() implements Decision { }

    private ClientRole() { }

    public static Decision decide(Inputs inputs) {
        boolean use = inputs.useTls || inputs.enforceTls;
        if (!inputs.securityLevel.isEmpty()) {
            Optional<SecurityLevel> level = SecurityLevel.named(inputs.securityLevel);
            if (level.isEmpty() || level.get() == SecurityLevel.HALFDANE) {
                return new Fatal(SecurityLevel.invalid(inputs.securityLevel));
            }
            use = level.get() != SecurityLevel.NONE;
        }
        return use || !inputs.perSite.isEmpty() || !inputs.policyMaps.isEmpty() ? new Enabled() : new Disabled();
    }
}
