package org.tlsproxy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.wire.Captures.bytes;
import static org.tlsproxy.wire.Captures.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TlsmgrTest {

    private static final String STREAM = "private/tlsmgr";

    @Test
    void shouldPrintRequestsAsTlsmgrWantsThem() {
        assertThat(text(TlsmgrRequest.seed(4))).isEqualTo("request|seed|size|4||");
        assertThat(text(TlsmgrRequest.policy("smtpd"))).isEqualTo("request|policy|cache_type|smtpd||");
        assertThat(text(TlsmgrRequest.lookup("smtp", "id"))).isEqualTo("request|lookup|cache_type|smtp|cache_id|id||");
        assertThat(text(TlsmgrRequest.update("lmtp", "id", new byte[] {'A', 'B'})))
                .isEqualTo("request|update|cache_type|lmtp|cache_id|id|session|QUI=||");
        assertThat(text(TlsmgrRequest.delete("smtp", "id"))).isEqualTo("request|delete|cache_type|smtp|cache_id|id||");
        assertThat(text(TlsmgrRequest.ticketKey(new byte[0]))).isEqualTo("request|tktkey|keyname|||");
        assertThat(text(Announcement.TLSMGR.printed())).isEqualTo("protocol|tlsmgr_protocol||");
    }

    @Test
    void shouldReadReplies() {
        assertThat(fed(TlsmgrReply.seed(STREAM), "status|0|seed|QUJD||").value().orElseThrow().seed()).containsExactly('A', 'B', 'C');
        assertThat(fed(TlsmgrReply.policy(STREAM), "status|0|cachable|1|timeout|3600||").value())
                .contains(new TlsmgrReply.Policy(0, true, 3600));
        assertThat(fed(TlsmgrReply.session(STREAM), "status|4294967295|session|||").value().orElseThrow())
                .usingRecursiveComparison().isEqualTo(new TlsmgrReply.Session(TlsmgrReply.NOT_FOUND, new byte[0]));
        assertThat(fed(TlsmgrReply.done(STREAM), "status|4294967294||").value()).contains(new TlsmgrReply.Done(TlsmgrReply.REFUSED));
        assertThat(fed(TlsmgrReply.ticket(STREAM), "status|0|keybuf|QUJD||").value().orElseThrow().key()).hasSize(3);
    }

    @Test
    void shouldSkipAttributesThatItDoesNotKnow() {
        ListReader<TlsmgrReply.Policy> reader =
                fed(TlsmgrReply.policy(STREAM), "new|1|status|0|newer||cachable|1|status|7|timeout|5|last|x||");

        assertThat(reader.value()).contains(new TlsmgrReply.Policy(0, true, 5));
        assertThat(reader.warnings()).isEmpty();
    }

    @Test
    void shouldFailOnMissingAttributesInPostfixsWords() {
        ListReader<TlsmgrReply.Seed> reader = fed(TlsmgrReply.seed(STREAM), "status|4294967294||");

        assertThat(reader.failed()).isTrue();
        assertThat(reader.value()).isEmpty();
        assertThat(reader.warnings()).containsExactly("missing attribute seed in input from private/tlsmgr");
    }

    @Test
    void shouldFailWhenTlsmgrGoesAway() {
        ListReader<TlsmgrReply.Seed> silent = TlsmgrReply.seed(STREAM);
        silent.endOfInput();
        ListReader<TlsmgrReply.Seed> cut = fed(TlsmgrReply.seed(STREAM), "status|0|se");
        cut.endOfInput();

        assertThat(silent.failed()).isTrue();
        assertThat(silent.warnings()).isEmpty();
        assertThat(cut.warnings()).containsExactly("unexpected end-of-input from private/tlsmgr while reading input attribute name");
    }

    @Test
    void shouldLeaveTheNextReplyAlone() {
        byte[] two = bytes("status|0||status|4294967295||");
        ListReader<TlsmgrReply.Done> first = TlsmgrReply.done(STREAM);

        assertThat(first.feed(two, 0, two.length)).isEqualTo(10);
        assertThat(first.value()).contains(new TlsmgrReply.Done(TlsmgrReply.OK));
    }

    @Test
    void shouldTakeATicketKeyApart() {
        byte[] buffer = new byte[88];
        for (int i = 0; i < 80; i++) {
            buffer[i] = (byte) i;
        }
        ByteBuffer.wrap(buffer, 80, 8).order(ByteOrder.nativeOrder()).putLong(1_800_000_000L);
        String reply = "status|0|keybuf|" + Base64.getEncoder().encodeToString(buffer) + "||";

        TicketKey key = TicketKey.of(fed(TlsmgrReply.ticket(STREAM), reply).value().orElseThrow().key()).orElseThrow();

        assertThat(key.name()).hasSize(16).startsWith(0).endsWith(15);
        assertThat(key.cipherKey()).hasSize(32).startsWith(16).endsWith(47);
        assertThat(key.macKey()).hasSize(32).startsWith(48).endsWith(79);
        assertThat(key.expiry()).isEqualTo(1_800_000_000L);
        assertThat(key.buffer()).isEqualTo(buffer);
        assertThat(key).hasToString("TicketKey[expiry=1800000000]");
        assertThat(TicketKey.of(new byte[84])).isEmpty();
    }

    private static <T> ListReader<T> fed(ListReader<T> reader, String reply) {
        byte[] bytes = bytes(reply);
        for (int i = 0; i < bytes.length; i++) {
            reader.feed(bytes, i, 1);
        }
        return reader;
    }
}
