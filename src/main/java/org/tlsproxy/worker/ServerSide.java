package org.tlsproxy.worker;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.tlsproxy.config.Settings;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.engine.ServerProfile;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.policy.CipherPlan;
import org.tlsproxy.policy.CipherSuites;
import org.tlsproxy.policy.GroupList;
import org.tlsproxy.policy.Groups;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.policy.ProtocolList;
import org.tlsproxy.policy.ServerRole;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.policy.Workarounds;
import org.tlsproxy.trust.CaFile;
import org.tlsproxy.trust.FileSource;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.trust.PathVerifier;

/**
 * The server role as this worker offers it: decided once from the configuration, in Postfix's order and with its warnings, before the
 * jail.
 *
 * @param profile what the engine needs
 * @param clients what is thought of clients, and what the log tells of sessions
 * @param names   tls_server_sni_maps
 * @param plan    the cipher list, or why each session is refused although the role is available
 * @param tickets what sessions are resumed by
 * @param settings by which clients are refused
 */
record ServerSide(ServerProfile profile, ClientTerms clients, ServerNames names, CipherPlan plan, Tickets tickets,
                  ServerSettings settings) {

    /** OpenSSL 3.0's code for errno 2. */
    private static final int NO_SUCH_FILE = 0x80000002;

    private static ServerRole.Inputs inputs(Settings s, PostfixRelease release) {
        return new ServerRole.Inputs(release,
            new ServerRole.Use(s.text("tlsproxy_tls_security_level"), s.flag("tlsproxy_use_tls"), s.flag("tlsproxy_enforce_tls")),
            new ServerRole.Files(s.text("tlsproxy_tls_cert_file"), s.text("tlsproxy_tls_dcert_file"),
                s.text("tlsproxy_tls_eccert_file"), s.text("tlsproxy_tls_chain_files")),
            new ServerRole.ClientCertificates(s.flag("tlsproxy_tls_ask_ccert"), s.flag("tlsproxy_tls_req_ccert")),
            new ServerRole.Choice(s.text("tlsproxy_tls_protocols"), s.text("tlsproxy_tls_ciphers"),
                s.text("tlsproxy_tls_exclude_ciphers")),
            new ServerRole.Choice(s.text("tlsproxy_tls_mandatory_protocols"), s.text("tlsproxy_tls_mandatory_ciphers"),
                s.text("tlsproxy_tls_mandatory_exclude_ciphers")));
    }

    /**
     * Reads the keys and decides.
     *
     * @param hybrid  prefer X25519MLKEM768 where the client sends a key share for it
     * @param tickets whether and how long sessions can be resumed
     * @param tables  opens tls_server_sni_maps, which happens only if there is a server role
     * @param files   where relative names start, now and in the jail
     */
    record Preparation(Settings settings, boolean hybrid, Tickets tickets, Supplier<ServerNames> tables, Authorities.Files files,
                       Logger log) {

        /** @return empty if the role is not available; what is wrong has been logged. @throws Fatal if the level is none */
        Optional<ServerSide> run() {
            PostfixRelease release = release();
            ServerRole.Decision decision = ServerRole.decide(inputs(settings, release), log::warn);
            if (decision instanceof ServerRole.Fatal fatal) {
                throw new Fatal(fatal.text());
            }
            return decision instanceof ServerRole.Enabled enabled ? enable(release, enabled) : Optional.empty();
        }

        /** False if the configuration has no use for this role, so that it is not missed. */
        boolean wanted() {
            return ServerRole.decide(inputs(settings, release()), text -> { }) instanceof ServerRole.Enabled;
        }

        private PostfixRelease release() {
            return PostfixRelease.parse(settings.version().toString()).orElse(new PostfixRelease(3, 7));
        }

        private Optional<ServerSide> enable(PostfixRelease release, ServerRole.Enabled role) {
            ServerNames names = tables.get();
            TlsLogFlags flags = TlsLogFlags.parse("tlsproxy_tls_loglevel", settings.text("tlsproxy_tls_loglevel"), release, log::warn);
            if (flags.verbose()) {
                log.info(StartupMessages.initializingServer());
            }
            if (!librarySettings()) {
                return Optional.empty();
            }
            Optional<ProtocolList> protocols = ProtocolList.parse(role.choice().protocols(), release);
            if (protocols.isEmpty()) {
                log.warn(ProtocolList.disablingTls(role.choice().protocols()));
                return Optional.empty();
            }
            Optional<FingerprintDigest> digest = digest();
            Optional<Authorities> authorities = digest.flatMap(known -> authorities());
            Optional<KeyChains> chains = authorities.flatMap(loaded -> Certificates.load(settings, role, files.now(), log));
            if (chains.isEmpty()) {
                return Optional.empty();
            }
            Workarounds workarounds = Workarounds.parse(settings.text("tls_disable_workarounds"), settings.text("tls_ssl_options"),
                release, log::warn);
            ServerProfile.Dhe dhe = Certificates.diffieHellman(settings, release, files.now(), log);
            CipherPlan plan = CipherPlan.of(lists(), release, role.choice().grade(), role.choice().exclusions());
            ServerProfile profile = new ServerProfile(chains.get(), protocols.get().enabled(), suites(plan), CipherSuites.TLS13,
                groups(release), options(release, role, plan, names.wanted()).with(dhe).withRawKeys(release.atLeast(3, 9)),
                new ServerProfile.ClientCerts(role.ask(), authorities.orElseThrow().names()),
                new ServerProfile.Resumption(tickets.available() && !workarounds.noTickets(), tickets.sessions().isPresent(),
                    settings.flag("tlsproxy_tls_always_issue_session_ids"), tickets.lifetimeSeconds()));
            noteMissingNames(profile.clientCerts());
            ClientTerms clients = new ClientTerms(new PathVerifier(authorities.orElseThrow().anchors()), limits(release, profile),
                PeerClaims.Fingerprints.of(digest.orElseThrow(), legacyFingerprints(release), release),
                role.require() ? flags.withUntrusted() : flags, release,
                settings.flag("tlsproxy_tls_enable_rpk"));
            return Optional.of(new ServerSide(profile, clients, names, plan, tickets,
                ServerSettings.of(settings, role.require())));
        }

        /** OpenSSL's configuration is not ours, but where the administrator wants one and there is none, Postfix has no TLS. */
        private boolean librarySettings() {
            String file = settings.text("tls_config_file");
            if (file.isEmpty() || file.equals("default") || file.equals("none")) {
                return true;
            }
            if (!file.startsWith("/")) {
                log.warn(StartupMessages.configurationNotAbsolute(file));
                return false;
            }
            return files.now().read(file) instanceof FileSource.Bytes || missing(file);
        }

        private boolean missing(String file) {
            String name = settings.text("tls_config_name");
            log.warn(StartupMessages.configurationNotLoaded(name.isEmpty() ? "global" : name, file));
            log.warn(TlsMessages.libraryProblem(NO_SUCH_FILE, "No such file or directory", "calling fopen(" + file + ", rb)"));
            return false;
        }

        private void noteMissingNames(ServerProfile.ClientCerts asked) {
            String file = settings.text("tlsproxy_tls_CAfile");
            if (asked.ask() && asked.caNames().isEmpty() && !file.isEmpty()) {
                log.warn(StartupMessages.authorityNamesNotLoaded(file));
                Problems.warn(List.of(CaFile.NO_CERTIFICATE), log);
            }
        }

        private Optional<FingerprintDigest> digest() {
            String name = settings.text("tlsproxy_tls_fingerprint_digest");
            Optional<FingerprintDigest> digest = FingerprintDigest.named(name);
            if (digest.isEmpty()) {
                log.warn(StartupMessages.digestNotFound(name));
                log.warn(StartupMessages.disabling());
            }
            return digest;
        }

        private Optional<Authorities> authorities() {
            return Authorities.load(new Authorities.Wanted(settings.text("tlsproxy_tls_CAfile"), settings.text("tlsproxy_tls_CApath"),
                settings.flag("tls_append_default_CA")), files, log);
        }

        private ClientTerms.Limits limits(PostfixRelease release, ServerProfile profile) {
            return new ClientTerms.Limits(settings.number("tlsproxy_tls_ccert_verifydepth"), profile.options().securityLevel(),
                release.atLeast(3, 12) && settings.flag("tls_trust_server_ccerts"));
        }

        private boolean legacyFingerprints(PostfixRelease release) {
            return release.before(3, 11) && settings.flag("tls_legacy_public_key_fingerprints");
        }

        private CipherPlan.Lists lists() {
            return new CipherPlan.Lists(settings.text("tls_high_cipherlist"), settings.text("tls_medium_cipherlist"),
                settings.text("tls_low_cipherlist"), settings.text("tls_export_cipherlist"), settings.text("tls_null_cipherlist"));
        }

        private static List<Integer> suites(CipherPlan plan) {
            return plan instanceof CipherPlan.Usable usable ? usable.suites() : List.of();
        }

        private List<Integer> groups(PostfixRelease release) {
            GroupList.Texts texts = new GroupList.Texts(settings.text("tls_eecdh_auto_curves"), settings.text("tls_ffdhe_auto_groups"));
            GroupList groups = GroupList.evaluate(release, texts, texts, log::warn);
            return (hybrid ? groups.withHybrid() : groups).groups();
        }

        private ServerProfile.Options options(PostfixRelease release, ServerRole.Enabled role, CipherPlan plan, boolean names) {
            int level = plan instanceof CipherPlan.Usable usable ? usable.securityLevel().orElse(role.librarySecurityLevel()) : 0;
            return new ServerProfile.Options(settings.flag("tls_preempt_cipherlist"), level, true, Groups.builtInDhe(release),
                names);
        }
    }

    /** Says that a handshake begins, where that is wanted. @return false if it must not; why has been logged */
    boolean admits(String endpoint, Logger log) {
        if (clients.flags().verbose()) {
            log.info(TlsMessages.settingUpFrom(endpoint));
        }
        if (plan instanceof CipherPlan.Refused refused) {
            log.warn(endpoint.toLowerCase(Locale.ROOT) + ": " + refused.warning());
            refused.libraryError().ifPresent(f -> log.warn(TlsMessages.libraryProblem(f.code(), f.reason(), "")));
            return false;
        }
        if (clients.flags().verbose() && plan instanceof CipherPlan.Usable usable) {
            log.info(TlsMessages.cipherList(endpoint, usable.list()));
        }
        return true;
    }
}
