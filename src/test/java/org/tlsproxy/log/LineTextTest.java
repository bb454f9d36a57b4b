package org.tlsproxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected column was taken from what Debian's postlog(1) 3.7.11 writes, except where the class comment says that ours is stricter. */
class LineTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        61 09 62 0a 63 0d 64 7f 65 01 66 | a?b?c?d?e?f
        c3 a9                            | é
        6f c0 80 20 c1 bf                | o?? ??
        f0 9f 98 80                      | 😀
        e2 82 20 78                      | ?? x
        80 bf                            | ??
        fe ff                            | ??
        e2 28 a1                         | ?(?
        ef bb bf                         | \uFEFF
        ed a0 80                         | ???
        ed 9f bf                         | \uD7FF
        f4 90 80 80                      | ????
        c2 85 78                         | ?x
        c2 a0 78                         | \u00A0x
        """)
    void shouldKeepWellFormedUtf8AndMarkTheRestByteByByte(String hex, String shown) {
        byte[] bytes = bytes(hex.strip());
        assertThat(line(RawText.of(bytes, 0, bytes.length), true)).isEqualTo(shown);
        assertThat(line(RawText.ofBytes(new String(bytes, StandardCharsets.ISO_8859_1)), true)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        é    | ??
        aéb  | a??b
        €    | ???
        😀   | ????
        """)
    void shouldMarkEveryForeignByteWithoutSmtputf8(String text, String shown) {
        assertThat(line(text, false)).isEqualTo(shown);
    }

    @Test
    void shouldMarkAnUnpairedSurrogateOnce() {
        assertThat(line("a\uD800b", true)).isEqualTo("a?b");
        assertThat(line("a\uDC80b", false)).isEqualTo("a?b");
    }

    @Test
    void shouldNotCutACharacterInHalf() {
        assertThat(line("a".repeat(1998) + "éz", true)).endsWith("aé").hasSize(1999);
        assertThat(line("a".repeat(1999) + "éz", true)).endsWith("a?").hasSize(2000);
        assertThat(line("a".repeat(2000) + "é", true)).endsWith("aa").hasSize(2000);
        assertThat(line("a".repeat(1998) + "\uD83D\uDE00", true)).endsWith("a??").hasSize(2000);
        assertThat(line("a".repeat(1999) + "€", false)).endsWith("a?").hasSize(2000);
    }

    private static String line(String text, boolean utf8) {
        byte[] out = new byte[LineText.LIMIT];
        return new String(out, 0, LineText.write(text, utf8, out, 0), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String hex) {
        String[] parts = hex.split(" ");
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i], 16);
        }
        return bytes;
    }
}
