package org.tlsproxy.session;

import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.engine.ClientHelloFacts;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.engine.TlsFailure;

/**
 * One session as the role that it is in sees it: TLS server for postscreen, or TLS client for smtp. Made by {@link Services#prepare}
 * for one request; may remember what its peer showed. Nothing here blocks.
 */
public interface RoleSession {

    /** The session's connection; always the same one. Not before it {@link #admits}. */
    TlsConnection tls();

    /** Announces the handshake in the log, where that is wanted. @return false if it is refused; the reason has been logged */
    boolean admits();

    /** It ends before {@link #tls} was asked for. */
    void abandon();

    /** What must be asked, once it {@link #admits}, before {@link #tls} is asked for. Client role only. */
    default Optional<Question> beforehand() {
        return Optional.empty();
    }

    /** The answer to {@link #beforehand}. */
    default void recalled(Question.Answer answer) {
        throw new IllegalStateException("nothing was asked");
    }

    /**
     * Looks something up that the handshake must know. What is odd about it is logged by the callee.
     *
     * @param answer called exactly once, perhaps before this returns
     */
    void ask(Question question, Consumer<Question.Answer> answer);

    /** Says in the log what was offered and which setting refused it, if that is why the handshake failed. Server role only. */
    default void refused(ClientHelloFacts offer, TlsFailure failure) { }

    /** Says in the log what was negotiated, as the role's log level wants it. Comes before {@link #report}. */
    void established(TlsFacts facts);

    /** The context report in the form that this request's client understands. */
    byte[] report(TlsFacts facts);
}
