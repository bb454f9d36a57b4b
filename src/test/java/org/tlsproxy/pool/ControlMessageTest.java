package org.tlsproxy.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ControlMessageTest {

    private static final List<ControlMessage> FIXED = List.of(new ControlMessage.Connection(77), new ControlMessage.Drain(),
        new ControlMessage.Ping(-5), new ControlMessage.Ready(), new ControlMessage.Report(9, 3, 1L << 40, 812, 4));

    @Test
    void shouldReadWhatItWrote() throws ProtocolException {
        for (ControlMessage message : FIXED) {
            assertThat(ControlMessage.decode(message.encode())).isEqualTo(message);
        }
        byte[] body = {1, 0, 2};
        assertThat(((ControlMessage.Orders) ControlMessage.decode(new ControlMessage.Orders(body).encode())).body()).isEqualTo(body);
        assertThat(((ControlMessage.Log) ControlMessage.decode(new ControlMessage.Log(body).encode())).record()).isEqualTo(body);
        assertThat(ControlMessage.decode(new ControlMessage.Failed("no key").encode())).isEqualTo(new ControlMessage.Failed("no key"));
    }

    @Test
    void shouldRefuseLeftOverAndMissingBytes() {
        for (ControlMessage message : FIXED) {
            byte[] packet = message.encode();
            assertThatThrownBy(() -> ControlMessage.decode(Arrays.copyOf(packet, packet.length + 1))).isInstanceOf(ProtocolException.class);
            assertThatThrownBy(() -> ControlMessage.decode(Arrays.copyOf(packet, packet.length - 1))).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void shouldRefuseUnknownTypes() {
        assertThatThrownBy(() -> ControlMessage.decode(new byte[] {0})).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> ControlMessage.decode(new byte[] {99, 1})).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldRefuseLongTexts() {
        byte[] packet = new byte[ControlMessage.MOST_TEXT + 2];
        packet[0] = 8;
        assertThatThrownBy(() -> ControlMessage.decode(packet)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldCutItsOwnLongTexts() throws ProtocolException {
        ControlMessage.Failed read = (ControlMessage.Failed) ControlMessage.decode(new ControlMessage.Failed("x".repeat(9000)).encode());
        assertThat(read.reason()).hasSize(ControlMessage.MOST_TEXT);
    }

    @Test
    void shouldNeverFailInAnotherWayOnRandomPackets() {
        Random random = new Random(3);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = new byte[random.nextInt(40)];
            random.nextBytes(packet);
            if (packet.length > 0) {
                packet[0] = (byte) random.nextInt(10);
            }
            try {
                ControlMessage.decode(packet);
                read++;
            } catch (ProtocolException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(read).isPositive();
    }
}
