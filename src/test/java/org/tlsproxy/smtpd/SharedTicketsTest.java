package org.tlsproxy.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SharedTicketsTest {

    private static final byte[] STATE = "state".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] SEED = new byte[TicketSecret.BYTES];

    private long now = 10L * TicketSecret.EPOCH_SECONDS;

    /** What the launcher tells a worker that starts now. */
    private TicketSecret told() {
        return new TicketSecret(7, SEED.clone()).at(TicketSecret.epochAt(now) - 1);
    }

    private SharedTickets worker() {
        return new SharedTickets(told(), () -> now, RANDOM);
    }

    @Test
    void shouldOpenWhatAnotherWorkerSealed() {
        byte[] ticket = worker().seal(STATE).orElseThrow();

        assertThat(worker().open(ticket)).hasValue(STATE);
    }

    @Test
    void shouldOpenWhatAWorkerSealedThatStartedInAnotherEpoch() {
        SharedTickets old = worker();
        byte[] early = old.seal(STATE).orElseThrow();
        now += TicketSecret.EPOCH_SECONDS;
        SharedTickets young = worker();

        assertThat(young.open(early)).hasValue(STATE);
        assertThat(young.open(old.seal(STATE).orElseThrow())).hasValue(STATE);
        assertThat(old.open(young.seal(STATE).orElseThrow())).hasValue(STATE);
    }

    @Test
    void shouldForgetKeysAfterTwoEpochs() {
        SharedTickets worker = worker();
        byte[] ticket = worker.seal(STATE).orElseThrow();
        now += 2L * TicketSecret.EPOCH_SECONDS;

        assertThat(worker.open(ticket)).isEmpty();
    }

    @Test
    void shouldOpenNothingOfAnotherServiceAndNothingChanged() {
        byte[] ticket = worker().seal(STATE).orElseThrow();
        SharedTickets other = new SharedTickets(TicketSecret.random(9, RANDOM), () -> now, RANDOM);
        byte[] changed = ticket.clone();
        changed[ticket.length - 1] ^= 1;

        assertThat(other.open(ticket)).isEmpty();
        assertThat(worker().open(changed)).isEmpty();
    }

    @Test
    void shouldZeroASecretThatHasASuccessor() {
        byte[] bytes = SEED.clone();
        Arrays.fill(bytes, (byte) 5);

        TicketSecret next = new TicketSecret(1, bytes).at(2);

        assertThat(bytes).containsOnly(0);
        assertThat(next.bytes()).doesNotContain(bytes);
        assertThat(next).hasToString("TicketSecret[epoch=2]");
    }

    @Test
    void shouldCrossTheControlChannel() {
        TicketSecret tickets = TicketSecret.random(9, RANDOM);
        WorkerSettings settings = new WorkerSettings("n", 1, new WorkerSettings.Times(1, 2, 3), true, java.util.List.of("a", "b"), "c",
            "d", tickets);

        WorkerSettings arrived = WorkerSettings.decode(settings.encode());

        assertThat(arrived.tickets().epoch()).isEqualTo(9);
        assertThat(arrived.tickets().bytes()).isEqualTo(tickets.bytes());
        assertThat(arrived.chainFiles()).containsExactly("a", "b");
    }
}
