package org.tlsproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.wire.Captures.V311;
import static org.tlsproxy.wire.Captures.V37;
import static org.tlsproxy.wire.Captures.bytes;
import static org.tlsproxy.wire.Captures.text;

import org.junit.jupiter.api.Test;

class ProxymapTest {

    private static final String STREAM = "private/proxymap";
    private static final Proxymap.Table TABLE = new Proxymap.Table("lmdb:/etc/sni", 2113600, 2375772);

    @Test
    void shouldAskAsBefore311() {
        assertThat(text(Proxymap.open(V37, "lmdb:/etc/sni", 2113600))).isEqualTo("request|open|table|lmdb:/etc/sni|flags|2113600||");
        assertThat(text(Proxymap.lookup(V37, TABLE, "mx.example")))
                .isEqualTo("request|lookup|table|lmdb:/etc/sni|flags|2113600|key|mx.example||");
    }

    @Test
    void shouldAskAsSince311() {
        assertThat(text(Proxymap.open(V311, "lmdb:/etc/sni", 2113600)))
                .isEqualTo("request|open|table|lmdb:/etc/sni|instance_flags|2113600||");
        assertThat(text(Proxymap.lookup(V311, TABLE, "mx.example")))
                .isEqualTo("request|lookup|table|lmdb:/etc/sni|instance_flags|2113600|flags|2375772|key|mx.example||");
    }

    @Test
    void shouldReadReplies() {
        assertThat(read(Proxymap.opened(STREAM), "status|0|flags|2113624||").value()).contains(new Proxymap.Opened(Proxymap.OK, 2113624));
        assertThat(read(Proxymap.found(V37, STREAM), "status|0|value|abc||").value()).contains(new Proxymap.Found(0, 0, "abc"));
        assertThat(read(Proxymap.found(V311, STREAM), "status|1|flags|2375768|value|||").value())
                .contains(new Proxymap.Found(Proxymap.NO_KEY, 2375768, ""));
    }

    @Test
    void shouldFailOnABareStatus() {
        ListReader<Proxymap.Opened> reader = read(Proxymap.opened(STREAM), "status|3||");

        assertThat(reader.failed()).isTrue();
        assertThat(reader.warnings()).containsExactly("missing attribute flags in input from private/proxymap");
    }

    private static <T> ListReader<T> read(ListReader<T> reader, String reply) {
        byte[] bytes = bytes(reply);
        assertThat(reader.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        return reader;
    }
}
