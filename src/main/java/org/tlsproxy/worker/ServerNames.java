package org.tlsproxy.worker;

import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.engine.ClientHelloFacts;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.engine.Question;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.maps.MapList;
import org.tlsproxy.maps.SniLookup;
import org.tlsproxy.maps.SniResult;

/** tls_server_sni_maps: which chains serve the name that a client asks for. */
final class ServerNames {

    private final MapList maps;
    private final Logger log;

    ServerNames(MapList maps, Logger log) {
        this.maps = maps;
        this.log = log;
    }

    /** True if names are looked up at all. */
    boolean wanted() {
        return !maps.isEmpty();
    }

    /** Looks a valid name up. @param peer for the log */
    void find(String peer, String name, Consumer<Question.Answer> answer) {
        new SniLookup(maps).find(name, result -> answer.accept(answerTo(peer, name, result)));
    }

    private Question.Answer answerTo(String peer, String name, SniResult result) {
        if (result instanceof SniResult.Found found) {
            Optional<KeyChains> chains = Certificates.ofServerName(name, found.pem(), log);
            return new Question.Chains(chains);
        }
        if (result instanceof SniResult.Failed failed) {
            failed.warnings().forEach(log::warn);
            return new Question.Failed();
        }
        log.info(TlsMessages.serverNameNotMatched(peer, name));
        return new Question.NotFound();
    }

    /** Warns of a name that cannot be looked up. */
    void note(String peer, ClientHelloFacts offer) {
        if (wanted() && offer.serverName().isPresent() && offer.validServerName().isEmpty()) {
            log.warn(TlsMessages.serverNameInvalid(peer, offer.serverName().get()));
        }
    }
}
