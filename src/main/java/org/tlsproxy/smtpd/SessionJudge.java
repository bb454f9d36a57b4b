package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.smtp.PolicyQuestion;
import org.tlsproxy.smtp.PolicyVerdict;

/** Who a session asks about recipients: the greylisting server, or nobody, which is as if that did not answer. */
final class SessionJudge {

    private final Optional<GreylistLink> link;
    private boolean asked;

    SessionJudge(Optional<GreylistLink> link) {
        this.link = link;
    }

    /** @param owner told when there may be a verdict */
    void watch(EventLoop loop, Runnable owner) throws ErrnoException {
        if (link.isPresent()) {
            loop.watch(link.get().descriptor(), Epoll.IN | Epoll.OUT | Epoll.RDHUP | Epoll.EDGE, events -> ready(events, owner));
        }
    }

    private void ready(int events, Runnable owner) {
        int interest = link.orElseThrow().interest();
        if ((interest & events) != 0 || interest != 0 && (events & (Epoll.ERR | Epoll.HUP | Epoll.RDHUP)) != 0) {
            link.get().ready();
            owner.run();
        }
    }

    /** Asks, or looks whether what was asked has been answered. */
    Optional<PolicyVerdict> ask(PolicyQuestion question) {
        if (link.isEmpty()) {
            return Optional.of(PolicyVerdict.UNAVAILABLE);
        }
        if (!asked) {
            asked = true;
            link.get().ask(question);
        }
        Optional<PolicyVerdict> verdict = link.get().verdict();
        asked = verdict.isEmpty();
        return verdict;
    }

    /** True while an answer is awaited. */
    boolean awaited() {
        return asked;
    }

    /** It took too long. */
    void timedOut() {
        link.orElseThrow().timedOut();
    }

    void close(EventLoop loop) {
        if (link.isPresent()) {
            loop.unwatch(link.get().descriptor());
            Descriptors.close(link.get().descriptor());
        }
    }
}
