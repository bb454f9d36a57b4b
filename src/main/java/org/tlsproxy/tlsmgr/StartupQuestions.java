package org.tlsproxy.tlsmgr;

import java.util.Optional;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.wire.TlsmgrReply;

/**
 * What a worker must know of tlsmgr before it serves anybody: the only place where somebody waits for tlsmgr, and not for long. It
 * turns the loop by hand, so that there is one client for both times. Questions share the time; one that gets no answer in it counts as
 * not answered, and its late answer is dropped.
 */
public final class StartupQuestions {

    private static final int LONGEST_TURN_MILLIS = 50;

    private final EventLoop loop;
    private final TlsmgrClient client;
    private final long deadline;

    /** @param millis for all questions together, from now */
    public StartupQuestions(EventLoop loop, TlsmgrClient client, int millis) {
        this.loop = loop;
        this.client = client;
        this.deadline = System.nanoTime() / 1_000_000 + millis;
    }

    /** @param cacheType smtpd, smtp or lmtp. @return {@link SessionPolicy#NONE} without an answer, as Postfix takes it */
    public SessionPolicy policy(String cacheType) {
        Answer<Optional<TlsmgrReply.Policy>> answer = new Answer<>(Optional.empty());
        begin();
        client.policy(cacheType, answer::set);
        await(answer);
        return SessionPolicy.of(answer.value);
    }

    /** Random bytes of the instance's pool. @param size 1 to 255 (tls_daemon_random_bytes). @return empty without an answer */
    public Optional<byte[]> seed(int size) {
        Answer<Optional<TlsmgrReply.Seed>> answer = new Answer<>(Optional.empty());
        begin();
        client.seed(size, answer::set);
        await(answer);
        boolean good = answer.value.isPresent() && answer.value.get().status() == TlsmgrReply.OK
            && answer.value.get().seed().length == size;
        return good ? Optional.of(answer.value.get().seed()) : Optional.empty();
    }

    /** Gets the key that new tickets are sealed with. @return false if there is none yet; the ring goes on trying */
    public boolean ticketKey(TicketKeyRing ring) {
        Answer<Boolean> answer = new Answer<>(false);
        begin();
        ring.refresh(() -> answer.set(ring.current().isPresent()));
        await(answer);
        return answer.value;
    }

    /** The loop's clock stands still between turns; time limits count from now. */
    private void begin() {
        loop.turn(0);
    }

    private void await(Answer<?> answer) {
        long left = deadline - System.nanoTime() / 1_000_000;
        while (!answer.here && left > 0) {
            loop.turn((int) Math.min(left, LONGEST_TURN_MILLIS));
            left = deadline - System.nanoTime() / 1_000_000;
        }
        loop.pause();
    }

    private static final class Answer<T> {
        private T value;
        private boolean here;

        Answer(T otherwise) {
            value = otherwise;
        }

        void set(T given) {
            value = given;
            here = true;
        }
    }
}
