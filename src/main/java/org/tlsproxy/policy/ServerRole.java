package org.tlsproxy.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides from the configuration whether this process serves TLS to postscreen's clients at all, and how strictly. */
public final class ServerRole {

    /**
     * What the decision needs.
     *
     * @param optional  what holds when TLS is optional
     * @param mandatory what holds when it is enforced; its exclusions come on top of the others
     */
    public record Inputs(PostfixRelease release, Use use, Files files, ClientCertificates clients, Choice optional, Choice mandatory) { }

    /**
     * @param securityLevel tlsproxy_tls_security_level
     * @param useTls        tlsproxy_use_tls, counts when the level is empty
     * @param enforceTls    tlsproxy_enforce_tls, likewise; implies use
     */
    public record Use(String securityLevel, boolean useTls, boolean enforceTls) { }

    /** tlsproxy_tls_cert_file, …_dcert_file, …_eccert_file, …_chain_files. */
    public record Files(String cert, String dcert, String eccert, String chainFiles) {
        private boolean legacy() {
            return !cert.isEmpty() || !dcert.isEmpty() || !eccert.isEmpty();
        }

        private boolean any() {
            return !chainFiles.isEmpty() || legacy();
        }
    }

    /** tlsproxy_tls_ask_ccert, tlsproxy_tls_req_ccert. */
    public record ClientCertificates(boolean ask, boolean require) { }

    /** tlsproxy_tls_[mandatory_]protocols, …_ciphers, …_exclude_ciphers. */
    public record Choice(String protocols, String grade, String exclusions) { }

    /** What was decided. */
    public sealed interface Decision permits Fatal, Disabled, Enabled { }

    /** The process cannot start; the text follows {@code fatal: }. */
    public record Fatal(String text) implements Decision { }

    /** The role is unavailable, the process goes on: server requests get status 0. */
    public record Disabled() implements Decision { }

    /**
     * The engine is to be initialised.
     *
     * @param enforce       TLS is mandatory
     * @param ask           send a CertificateRequest
     * @param require       both mandatory TLS and a client certificate were asked for: log untrusted ones, security level 1; a
     *                      missing certificate is accepted all the same
     * @param anonymous     there is no certificate and that is meant so ({@code none}): only anonymous suites will work
     * @param certificates  the files to load: either the chain files or the legacy ones, never both
     * @param choice        protocols, grade and all exclusions that hold for this process
     */
    public record Enabled(boolean enforce, boolean ask, boolean require, boolean anonymous, Files certificates, Choice choice)
        implements Decision {

        /** OpenSSL's security level. */
        public int librarySecurityLevel() {
            return require ? 1 : 0;
        }
    }

    private ServerRole() { }

    /** Decides; warnings come in the order in which Postfix logs them. */
    public static Decision decide(Inputs inputs, Consumer<String> warnings) {
        boolean enforce = inputs.use.enforceTls;
        boolean use = enforce || inputs.use.useTls;
        if (!inputs.use.securityLevel.isEmpty()) {
            Optional<SecurityLevel> level = level(inputs.use.securityLevel, warnings);
            if (level.isEmpty()) {
                return new Fatal(SecurityLevel.invalid(inputs.use.securityLevel));
            }
            use = level.get() != SecurityLevel.NONE;
            enforce = level.get() == SecurityLevel.ENCRYPT;
        }
        if (use) {
            return certificates(inputs, enforce, warnings);
        }
        if (inputs.release.before(3, 11)) {
            warnings.accept("TLS server role is disabled with tlsproxy_tls_security_level or tlsproxy_use_tls");
        }
        return new Disabled();
    }

    /** NONE, MAY or ENCRYPT; empty if the name is not acceptable. */
    private static Optional<SecurityLevel> level(String name, Consumer<String> warnings) {
        Optional<SecurityLevel> level = SecurityLevel.named(name);
        if (level.isEmpty() || level.get().dane()) {
            return Optional.empty();
        }
        if (level.get().compareTo(SecurityLevel.ENCRYPT) > 0) {
            warnings.accept("tlsproxy_tls_security_level: unsupported TLS level \"" + name + "\", using \"encrypt\"");
            return Optional.of(SecurityLevel.ENCRYPT);
        }
        return level;
    }

    private static Decision certificates(Inputs inputs, boolean enforce, Consumer<String> warnings) {
        boolean ask = inputs.clients.ask || enforce && inputs.clients.require;
        boolean none = inputs.files.cert.equalsIgnoreCase("none");
        Files files = none ? new Files("", inputs.files.dcert, inputs.files.eccert, inputs.files.chainFiles) : inputs.files;
        if (!files.chainFiles.isEmpty() && files.legacy()) {
            warnings.accept("Both tlsproxy_tls_chain_files and one or more of the legacy  tlsproxy_tls_cert_file, tlsproxy_tls_eccert_file"
                + " or tlsproxy_tls_dcert_file are non-empty; the legacy  parameters will be ignored");
            files = new Files("", "", "", files.chainFiles);
        }
        if (!files.any() && ask) {
            warnings.accept("Need a server cert to request client certs");
        }
        if (!enforce && inputs.clients.require) {
            warnings.accept("Can't require client certs unless TLS is required");
        }
        if (!files.any() && (!none || ask)) {
            warnings.accept("No server certs available. TLS can't be enabled");
            return new Disabled();
        }
        boolean require = enforce && inputs.clients.require;
        return new Enabled(enforce, ask, require, !files.any(), files, choice(inputs, enforce, ask));
    }

    private static Choice choice(Inputs inputs, boolean enforce, boolean ask) {
        Choice base = enforce ? inputs.mandatory : inputs.optional;
        List<String> exclusions = List.of(inputs.optional.exclusions, enforce ? inputs.mandatory.exclusions : "", ask ? "aNULL" : "");
        StringBuilder all = new StringBuilder();
        for (String part : exclusions) {
            all.append(all.length() > 0 && !part.isEmpty() ? " " : "").append(part);
        }
        return new Choice(base.protocols, base.grade, all.toString());
    }
}
