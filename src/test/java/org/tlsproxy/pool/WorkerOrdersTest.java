package org.tlsproxy.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tlsproxy.jail.JailPlan;

class WorkerOrdersTest {

    private static final JailPlan JAIL = new JailPlan("/var/spool/postfix", true,
        Optional.of(new JailPlan.Identity(101, 102, new int[] {102, 103})), JailPlan.Filter.DENY);

    private final WorkerOrders orders = new WorkerOrders("tlsproxy", "smtps", true, false, false, JAIL, new byte[] {1, 2}, new byte[] {3});

    @Test
    void shouldReadWhatItWrote() throws ProtocolException {
        WorkerOrders read = WorkerOrders.decode(orders.encode());
        assertThat(read).usingRecursiveComparison().isEqualTo(orders);
        WorkerOrders rooted = new WorkerOrders("x", "y", false, true, true, new JailPlan("/q", false, Optional.empty(), JailPlan.Filter.NONE),
            new byte[0], new byte[0]);
        assertThat(WorkerOrders.decode(rooted.encode())).usingRecursiveComparison().isEqualTo(rooted);
    }

    @Test
    void shouldTellAReplacementToBeComplete() {
        assertThat(orders.complete()).isFalse();
        assertThat(orders.forReplacement().complete()).isTrue();
    }

    @Test
    void shouldRefuseWhatIsCutShortOrTooLong() {
        byte[] body = orders.encode();
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> WorkerOrders.decode(cut)).isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> WorkerOrders.decode(Arrays.copyOf(body, body.length + 1))).isInstanceOf(ProtocolException.class);
    }
}
