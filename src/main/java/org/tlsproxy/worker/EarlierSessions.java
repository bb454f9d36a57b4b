package org.tlsproxy.worker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.engine.Question;
import org.tlsproxy.log.ClientMessages;
import org.tlsproxy.log.Logger;
import org.tlsproxy.tlsmgr.SessionCache;
import org.tlsproxy.trust.TlsaRecord;
import org.tlsproxy.wire.ClientStart;

/** Sessions with servers, kept by tlsmgr(8) for all processes of the instance: that of one server under one set of terms has one key. */
final class EarlierSessions {

    private final SessionCache cache;
    private final Naming naming;
    private final Logger log;
    private boolean stored;

    /**
     * @param key       where this server's session is
     * @param type      smtp or lmtp
     * @param told      the log shall tell
     * @param firstOnly of the several tickets of a TLS 1.3 connection only the first is kept (Postfix 3.11)
     */
    record Naming(String key, String type, boolean told, boolean firstOnly) { }

    EarlierSessions(SessionCache cache, Naming naming, Logger log) {
        this.cache = cache;
        this.naming = naming;
        this.log = log;
    }

    /**
     * The key: the client's own name of the server, and a digest of all that decides whether a session is acceptable. Unlike C's it covers
     * level, names, authorities and client certificates, because a session remembers what was thought of the server.
     */
    static String key(ClientStart start, ServerTerms terms, String context, List<String> offered) {
        MessageDigest digest = sha256();
        digest.update(SessionCache.clientSalt());
        text(digest, start.resumption().helo());
        text(digest, context);
        offered.forEach(part -> text(digest, part));
        text(digest, terms.level() + " " + terms.forced() + " " + start.security().rawPublicKeys());
        List<String> records = new ArrayList<>();
        terms.records().ifPresent(set -> set.records().forEach(record -> records.add(line(record))));
        records.stream().sorted().forEach(record -> text(digest, record));
        text(digest, "");
        if (terms.mustMatch()) {
            start.match().patterns().forEach(pattern -> text(digest, pattern));
            text(digest, start.peer().nextHop());
            text(digest, start.peer().host());
        }
        return SessionCache.clientKey(start.resumption().serverId(), digest.digest());
    }

    private static String line(TlsaRecord record) {
        return record.usage() + " " + record.selector() + " " + record.matchingType() + " " + HexFormat.of().formatHex(record.data());
    }

    /** None can run into the next: texts of requests have no NUL. */
    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Question question() {
        return new Question.EarlierSession(naming.key);
    }

    void find(Consumer<Question.Answer> answer) {
        if (naming.told) {
            log.info(ClientMessages.lookingForSession(naming.key, naming.type));
        }
        cache.lookup(naming.key, found -> answer.accept(answerTo(found)));
    }

    private Question.Answer answerTo(Optional<byte[]> found) {
        if (found.isPresent() && naming.told) {
            log.info(ClientMessages.reloadedSession(naming.key, naming.type));
        }
        return found.isPresent() ? new Question.Data(found.get()) : new Question.NotFound();
    }

    /** @param session holds secrets */
    void keep(byte[] session) {
        if (stored && naming.firstOnly) {
            return;
        }
        stored = true;
        if (naming.told) {
            log.info(ClientMessages.savingSession(naming.key, naming.type));
        }
        cache.update(naming.key, session);
    }
}
