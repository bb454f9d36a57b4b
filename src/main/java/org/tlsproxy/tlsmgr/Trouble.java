package org.tlsproxy.tlsmgr;

import java.util.List;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.posix.Errno;

/**
 * What went wrong between us and tlsmgr.
 *
 * @param kind decides whether asking once more may help
 * @param text the warning, in Postfix's words
 */
record Trouble(Kind kind, String text) {

    private static final int EPROTO = 71;

    enum Kind {
        /** The other side closed: tlsmgr ends when it is idle and after a reload, its successor may be there already. */
        GONE,
        /** Nobody listens, or too many others are waiting: a moment later there may be room. */
        UNREACHABLE,
        /** It answered nonsense, or not in time: it will not do better if asked again. */
        USELESS
    }

    static Trouble unreachable(String service, String strerror) {
        return new Trouble(Kind.UNREACHABLE, StartupMessages.connectFailed(service, strerror));
    }

    static Trouble gone(String service, int errno) {
        return new Trouble(Kind.GONE, StartupMessages.serviceTrouble(service, Errno.text(errno)));
    }

    /** It closed amid what these warnings tell. */
    static Trouble gone(String service, List<String> warnings) {
        return warnings.isEmpty() ? gone(service, Errno.ECONNRESET) : new Trouble(Kind.GONE, warnings.get(0));
    }

    /** @param warnings a reader's, may be empty */
    static Trouble nonsense(String service, List<String> warnings) {
        return new Trouble(Kind.USELESS, warnings.isEmpty() ? StartupMessages.serviceTrouble(service, Errno.text(EPROTO))
            : warnings.get(0));
    }

    static Trouble tooSlow(String service) {
        return new Trouble(Kind.USELESS, StartupMessages.serviceTrouble(service, Errno.text(Errno.ETIMEDOUT)));
    }

    static Trouble tooManyWaiting(String service) {
        return new Trouble(Kind.USELESS, StartupMessages.serviceTrouble(service, Errno.text(Errno.ENOBUFS)));
    }
}
