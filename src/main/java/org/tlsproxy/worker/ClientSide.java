package org.tlsproxy.worker;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tlsproxy.config.Settings;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.Messages;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.policy.ClientRole;
import org.tlsproxy.wire.ClientInit;
import org.tlsproxy.wire.ClientSettings;
import org.tlsproxy.wire.SettingsText;

/**
 * The client role as this worker offers it. Most clients want the context that was made before the jail; others get one of their own,
 * made of what a jailed process can still read.
 */
final class ClientSide {

    /** Each distinct set of settings has a context with keys and authorities, 200 kB or more; beyond these the least used is made anew. */
    static final int MOST_CONTEXTS = 32;
    private static final int MOST_WARNINGS = 100;
    /** Those of smtp(8) have about 1000 characters. What is longer is used once and not remembered: it would be the session's no more. */
    private static final int LONGEST_REMEMBERED = 16 * 1024;

    private final ClientCommon common;
    private final ClientContext.Maker inJail;
    private final String ownParams;
    private final String ownInit;
    private final Map<String, ClientContext> contexts = bounded(MOST_CONTEXTS);
    private final Set<String> warned = Collections.newSetFromMap(bounded(MOST_WARNINGS));

    private ClientSide(ClientCommon common, Authorities.Files files) {
        this.common = common;
        this.inJail = new ClientContext.Maker(common, new Authorities.Files(files.jailed(), files.jailed()));
        this.ownParams = common.ownParams().text();
        this.ownInit = common.ownInit().text(common.generation());
    }

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** True if the configuration has a use for this role. @throws Fatal if it makes no sense */
    static boolean wanted(Settings s) {
        ClientRole.Decision decision = ClientRole.decide(new ClientRole.Inputs(s.text("tlsproxy_client_security_level"),
            s.flag("tlsproxy_client_use_tls"), s.flag("tlsproxy_client_enforce_tls"), s.text("tlsproxy_client_per_site"),
            s.text("tlsproxy_client_policy_maps")));
        if (decision instanceof ClientRole.Fatal fatal) {
            throw new Fatal(fatal.text());
        }
        return decision instanceof ClientRole.Enabled;
    }

    /** Makes the first context, outside the jail. That it fails is no reason not to serve requests that want another. */
    static ClientSide prepare(ClientCommon common, Authorities.Files files) {
        ClientSide side = new ClientSide(common, files);
        Optional<ClientContext> first = new ClientContext.Maker(common, files).make(common.ownInit());
        if (first.isPresent()) {
            side.contexts.put(side.ownInit, first.get());
        } else {
            common.log().warn(StartupMessages.clientInitializationFailed());
        }
        return side;
    }

    ClientCommon common() {
        return common;
    }

    /** The context that was made before the jail. */
    Optional<ClientContext> first() {
        return Optional.ofNullable(contexts.get(ownInit));
    }

    /** The context for a request; a client that differs from this process is told of. @return empty if there can be none */
    Optional<ClientContext> context(ClientSettings settings) {
        String params = settings.params().text();
        boolean different = !params.equals(ownParams) && (params.length() > LONGEST_REMEMBERED || warned.add(params));
        if (different) {
            warn(ownParams, params);
        }
        String init = settings.init().text(common.generation());
        Optional<ClientContext> known = Optional.ofNullable(contexts.get(init));
        if (known.isEmpty() && !init.equals(ownInit) && !settings.init().keys().isEmpty()) {
            warn(ownInit, init);
            different = true;
        }
        if (different) {
            common.log().warn(Messages.settingsAdvice("client"));
        }
        return known.isPresent() ? known : make(settings.init(), init);
    }

    private void warn(String ours, String theirs) {
        Logger log = common.log();
        log.warn(Messages.unexpectedSettings("client"));
        log.warn(SettingsText.differences(ours, theirs));
    }

    private Optional<ClientContext> make(ClientInit init, String text) {
        Optional<ClientContext> made = inJail.make(init);
        if (text.length() <= LONGEST_REMEMBERED) {
            made.ifPresent(context -> contexts.put(text, context));
        }
        return made;
    }
}
