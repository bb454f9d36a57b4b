package org.tlsproxy.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.config.Settings;
import org.tlsproxy.engine.ClientProfile;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.policy.CipherPlan;
import org.tlsproxy.policy.CipherSuites;
import org.tlsproxy.policy.DaneDigests;
import org.tlsproxy.policy.GroupList;
import org.tlsproxy.policy.TlsLogFlags;
import org.tlsproxy.policy.Workarounds;
import org.tlsproxy.tlsmgr.SessionPolicy;
import org.tlsproxy.trust.FingerprintDigest;
import org.tlsproxy.trust.PathVerifier;
import org.tlsproxy.trust.TlsaDigests;
import org.tlsproxy.trust.TlsaRecord;
import org.tlsproxy.wire.ClientInit;

/**
 * What requests with the same settings share: keys to show, whom to trust, how to log. Made once for each such set, from files.
 *
 * @param init     what was asked for
 * @param identity names the set in keys of sessions
 * @param flags    what the log shall tell
 * @param offer    what does not change from session to session
 * @param verifier knows whom to trust
 * @param digests  those that TLSA records may use
 * @param digest   for fingerprints
 * @param sessions whether they are kept
 */
record ClientContext(ClientInit init, String identity, TlsLogFlags flags, Offer offer, PathVerifier verifier, TlsaDigests digests,
                     FingerprintDigest digest, SessionPolicy sessions) {

    /** @param chains what is shown if the server asks, @param groups most preferred first, @param ownRawKeys or the bare keys of chains */
    record Offer(KeyChains chains, List<Integer> groups, Workarounds workarounds, boolean ownRawKeys) { }

    /** @param versions as configured, @param plan suites, @param securityLevel OpenSSL's, unless the plan has one of its own */
    ClientProfile profile(List<Integer> versions, CipherPlan.Usable plan, int securityLevel) {
        return new ClientProfile(offer.chains, versions, plan.suites(), CipherSuites.TLS13, offer.groups,
            plan.securityLevel().orElse(securityLevel), !offer.workarounds.noTickets(), offer.workarounds.legacyServerConnect(),
            offer.ownRawKeys);
    }

    /** One to try the keys with. */
    private ClientProfile anyProfile() {
        return new ClientProfile(offer.chains, List.of(0x0304, 0x0303), List.of(), CipherSuites.TLS13, offer.groups, 0, false);
    }

    /**
     * Makes contexts.
     *
     * @param files as they can be read now
     */
    record Maker(ClientCommon common, Authorities.Files files) {

        /** In Postfix's order and with its warnings. @return empty if that cannot be; why has been logged */
        Optional<ClientContext> make(ClientInit init) {
            TlsLogFlags flags = TlsLogFlags.parse(init.log().parameter(), init.log().level(), common.release(), common.log()::warn);
            if (flags.verbose()) {
                common.log().info(StartupMessages.initializingClient());
            }
            Optional<FingerprintDigest> digest = FingerprintDigest.named(init.digest());
            if (digest.isEmpty()) {
                common.log().warn(StartupMessages.digestNotFound(init.digest()));
                common.log().warn(StartupMessages.disabling());
                return Optional.empty();
            }
            Optional<Authorities> authorities = authorities(init);
            Optional<KeyChains> chains = authorities.flatMap(loaded ->
                Certificates.load(init.keys(), files.now(), common.log()));
            return chains.map(loaded -> new ClientContext(init, init.text(common.generation()), flags, offer(loaded),
                new PathVerifier(authorities.orElseThrow().anchors()), digests(digest.get()), digest.get(),
                common.policies().getOrDefault(init.cacheType(), SessionPolicy.NONE)))
                .filter(context -> common.usable().test(context.anyProfile()));
        }

        private Optional<Authorities> authorities(ClientInit init) {
            return Authorities.load(new Authorities.Wanted(Certificates.parameter(init.keys().authorities().file()),
                Certificates.parameter(init.keys().authorities().directory()), settings().flag("tls_append_default_CA")), files,
                common.log());
        }

        private Settings settings() {
            return common.settings();
        }

        private Offer offer(KeyChains chains) {
            Workarounds workarounds = Workarounds.parse(settings().text("tls_disable_workarounds"), settings().text("tls_ssl_options"),
                common.release(), common.log()::warn);
            GroupList.Texts texts = new GroupList.Texts(settings().text("tls_eecdh_auto_curves"),
                settings().text("tls_ffdhe_auto_groups"));
            GroupList groups = GroupList.evaluate(common.release(), texts, texts, common.log()::warn);
            return new Offer(chains, (common.hybrid() ? groups.withHybrid() : groups).groups(), workarounds,
                common.release().atLeast(3, 9));
        }

        private TlsaDigests digests(FingerprintDigest configured) {
            List<TlsaDigests.Choice> choices = new ArrayList<>();
            DaneDigests dane = DaneDigests.parse(settings().text("tls_dane_digests"), name -> FingerprintDigest.named(name).isPresent(),
                common.log()::warn);
            for (DaneDigests.Digest digest : dane.digests()) {
                FingerprintDigest.named(digest.name())
                    .ifPresent(known -> choices.add(new TlsaDigests.Choice(digest.matchingType(), known)));
            }
            choices.add(new TlsaDigests.Choice(TlsaRecord.CONFIGURED_DIGEST, configured));
            return new TlsaDigests(choices);
        }
    }
}
