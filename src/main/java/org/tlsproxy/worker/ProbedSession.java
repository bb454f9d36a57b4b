package org.tlsproxy.worker;

import java.util.function.Consumer;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.session.RoleSession;

/** Stands for a session that would be possible: somebody only wanted to know (Postfix 3.12). It never begins. */
final class ProbedSession implements RoleSession {

    static final ProbedSession INSTANCE = new ProbedSession();

    private ProbedSession() { }

    @Override
    public TlsConnection tls() {
        throw never();
    }

    @Override
    public boolean admits() {
        return false;
    }

    @Override
    public void abandon() {
        // there is nothing
    }

    @Override
    public void ask(Question question, Consumer<Question.Answer> answer) {
        throw never();
    }

    @Override
    public void established(TlsFacts facts) {
        throw never();
    }

    @Override
    public byte[] report(TlsFacts facts) {
        throw never();
    }

    private static IllegalStateException never() {
        return new IllegalStateException("a probe has no session");
    }
}
