package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tlsproxy.config.Settings.Origin;

class SettingsTest {

    private final Settings settings = new Settings.Builder(MailVersion.of("3.12-20260821"))
        .addText("t", "caf\u00c3\u00a9 \u00ff", Origin.EXPLICIT).addNumber("n", -3, Origin.DEFAULT)
        .addFlag("f", true, Origin.ABSENT).addSeconds("s", 3600, Origin.EXPLICIT).build();

    @Test
    void shouldAnswerByType() {
        assertThat(settings.text("t")).isEqualTo("caf\u00c3\u00a9 \u00ff");
        assertThat(settings.number("n")).isEqualTo(-3);
        assertThat(settings.flag("f")).isTrue();
        assertThat(settings.seconds("s")).isEqualTo(3600);
        assertThat(settings.isExplicit("t")).isTrue();
        assertThat(settings.isExplicit("n")).isFalse();
        assertThat(settings.isKnown("n")).isTrue();
        assertThat(settings.isKnown("f")).isFalse();
    }

    @Test
    void shouldTakeAnUnknownNameOrAWrongTypeForAFaultOfTheProgram() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings.text("x")).withMessage("no such parameter: x");
        assertThatIllegalArgumentException().isThrownBy(() -> settings.isExplicit("x"));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.number("t")).withMessage("parameter t is asked for as NUMBER and is TEXT");
        assertThatIllegalArgumentException().isThrownBy(() -> new Settings.Builder(MailVersion.ASSUMED)
            .addNumber("n", 1, Origin.DEFAULT).addNumber("n", 1, Origin.DEFAULT));
    }

    @Test
    void shouldSurviveTheWayToAWorker() {
        byte[] snapshot = settings.encode();
        Settings decoded = Settings.decode(snapshot);
        assertThat(decoded.version()).isEqualTo(settings.version());
        assertThat(decoded.names()).containsExactly("f", "n", "s", "t");
        assertThat(decoded.text("t")).isEqualTo(settings.text("t"));
        assertThat(decoded.number("n")).isEqualTo(-3);
        assertThat(decoded.isKnown("f")).isFalse();
        assertThat(decoded.seconds("s")).isEqualTo(3600);
        assertThat(decoded.encode()).isEqualTo(snapshot);
    }

    @Test
    void shouldRefuseEverySnapshotThatIsCutShortOrTooLong() {
        byte[] snapshot = settings.encode();
        for (int length = 0; length < snapshot.length; length++) {
            byte[] cut = Arrays.copyOf(snapshot, length);
            assertThatIllegalArgumentException().as("%d bytes", length).isThrownBy(() -> Settings.decode(cut));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.decode(Arrays.copyOf(snapshot, snapshot.length + 1)));
    }

    @Test
    void shouldRefuseASnapshotThatIsNotItsOwn() {
        byte[] snapshot = settings.encode();
        snapshot[0] = 'x';
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.decode(snapshot));
    }

    @Test
    void shouldRefuseSettingsOutOfOrder() {
        SnapshotWriter out = new SnapshotWriter(new byte[] {'T', 'P', 'S', '1'});
        out.number(3).number(7).number(11).number(0).number(2);
        out.text("b").number(1).number(1).number(0).text("a").number(1).number(1).number(0);
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.decode(out.bytes())).withMessage("settings out of order: a");
    }

    @Test
    void shouldRefuseKindsAndFlagsThatDoNotExist() {
        for (int kind : new int[] {-1, 4}) {
            SnapshotWriter out = new SnapshotWriter(new byte[] {'T', 'P', 'S', '1'});
            out.number(3).number(7).number(11).number(0).number(1).text("b").number(kind).number(1).number(0);
            assertThatIllegalArgumentException().isThrownBy(() -> Settings.decode(out.bytes()));
        }
        SnapshotWriter out = new SnapshotWriter(new byte[] {'T', 'P', 'S', '1'});
        out.number(3).number(7).number(11).number(0).number(1).text("b").number(2).number(1).number(2);
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.decode(out.bytes())).withMessage("neither yes nor no: 2");
    }
}
