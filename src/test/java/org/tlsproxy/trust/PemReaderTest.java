package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.trust.PemItem.Broken;
import org.tlsproxy.trust.PemItem.End;
import org.tlsproxy.trust.PemItem.PemObject;

class PemReaderTest {

    private static final String OBJECT = "-----BEGIN A-----\nAAEC\n-----END A-----\n";

    @Test
    void shouldIgnoreTextAroundObjectsAndCountThem() {
        PemReader reader = reader("hello\n" + OBJECT + "\nmore\n" + OBJECT.replace('A', 'B').replace("BBEC", "AAE=") + "end");

        assertThat(reader.next()).isInstanceOfSatisfying(PemObject.class, o -> {
            assertThat(o.label()).isEqualTo("A");
            assertThat(o.number()).isEqualTo(1);
            assertThat(o.der()).containsExactly(0, 1, 2);
        });
        assertThat(reader.next()).isInstanceOfSatisfying(PemObject.class, o -> {
            assertThat(o.label()).isEqualTo("B");
            assertThat(o.number()).isEqualTo(2);
            assertThat(o.der()).containsExactly(0, 1);
        });
        assertThat(reader.next()).isEqualTo(new End());
        assertThat(reader.next()).isEqualTo(new End());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN A-----\r\nAA\r\nEC\r\n-----END A-----\r\n", "-----BEGIN A-----  \nAAEC  \n-----END A----- \t",
        "-----BEGIN A-----\nX-Comment: yes\n\nAAEC\n-----END A-----"})
    void shouldTakeWhatOpensslTakes(String text) {
        assertThat(reader(text).next()).isInstanceOfSatisfying(PemObject.class, o -> assertThat(o.der()).containsExactly(0, 1, 2));
    }

    @Test
    void shouldReadLinesOfAnyLength() {
        String body = "AAEC".repeat(2_000);

        assertThat(reader("-----BEGIN A-----\n" + body + "\n-----END A-----\n").next())
            .isInstanceOfSatisfying(PemObject.class, o -> assertThat(o.der()).hasSize(6_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {" -----BEGIN A-----\nAAEC\n-----END A-----\n",
        "x -----BEGIN A-----\nAAEC\n-----END A-----\n", "-----BEGIN -----x"})
    void shouldBeginOnlyAtTheStartOfALine(String text) {
        assertThat(reader(text).next()).isEqualTo(new End());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN A-----\nAAEC\n-----END B-----\n", "-----BEGIN A-----\nAAEC\n", "-----BEGIN A-----\n",
        "-----BEGIN A-----\nAAEC\n\nAAEC\n\n-----END A-----\n"})
    void shouldMissTheProperEnd(String text) {
        assertThat(reader(text).next()).isEqualTo(new Broken(Optional.of(PemReader.BAD_END)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!AAA", "AAE", "A===", "AAE=AAEC", "AA=C", "AAECA"})
    void shouldRefuseMalformedBase64(String body) {
        assertThat(reader("-----BEGIN A-----\n" + body + "\n-----END A-----\n").next())
            .isEqualTo(new Broken(Optional.of(PemReader.BAD_BASE64)));
    }

    @Test
    void shouldRefuseAnEmptyObjectWithoutAReason() {
        assertThat(reader("-----BEGIN A-----\n-----END A-----\n").next()).isEqualTo(new Broken(Optional.empty()));
    }

    private static PemReader reader(String text) {
        return new PemReader(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
