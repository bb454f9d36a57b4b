package org.tlsproxy.session;

import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.engine.ClientHelloFacts;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.wire.RequestReader;

/** What a session asks of its worker. Nothing here blocks. */
public interface Services {

    /**
     * Prepares the TLS connection that a request wants. Called before the status is sent; what goes wrong is logged by the callee.
     *
     * @return empty if the role is not available
     */
    Optional<TlsConnection> prepare(RequestReader.Settled request);

    /** Announces the handshake in the log, where that is wanted. @return false if it is refused; the reason has been logged */
    boolean admits(RequestReader.Settled request);

    /**
     * Looks something up that the handshake must know. What is odd about it is logged by the callee.
     *
     * @param answer called exactly once, perhaps before this returns
     */
    void ask(RequestReader.Settled request, Question question, Consumer<Question.Answer> answer);

    /** Says in the log what was negotiated, as the role's log level wants it. */
    void established(RequestReader.Settled request, TlsFacts facts);

    /** Says in the log what was odd about what the peer offered, whether or not the handshake succeeded. */
    void offered(RequestReader.Settled request, ClientHelloFacts facts);

    /** The context report in the form that this request's client understands. */
    byte[] report(RequestReader.Settled request, TlsFacts facts);

    /** A client's settings are those of another Postfix release: said once per process. */
    void mismatch(String warning);

    /** True if "TLS handshake failed" is also said of a request that was refused, as Postfix did before 3.7.16. */
    boolean refusalIsFailure();
}
