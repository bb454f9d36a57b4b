package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailVersionTest {

    @ParameterizedTest
    @CsvSource({"3.7.11,3,7,11,0", "3.12-20260821,3,12,0,20260821", "3.9,3,9,0,0", "3.9.0-RC1,3,9,0,0", "3.9-20240101-nonprod,3,9,0,20240101",
        "10.0.1,10,0,1,0"})
    void shouldReadReleasesAndSnapshots(String text, int major, int minor, int patch, int snapshot) {
        assertThat(MailVersion.parse(text)).contains(new MailVersion(major, minor, patch, snapshot));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "x.y", ".7", "3.", "3.x", "3.7.x", "99999999999.1"})
    void shouldNotReadAnythingElse(String text) {
        assertThat(MailVersion.parse(text)).isEmpty();
    }

    @Test
    void shouldOrderByAge() {
        List<MailVersion> versions = new ArrayList<>();
        for (String text : List.of("3.12.0", "3.12-20260821", "3.9.1", "3.10.0", "4.0.0", "3.12-20260101", "3.9.11")) {
            versions.add(MailVersion.of(text));
        }
        Collections.sort(versions);
        assertThat(versions).extracting(MailVersion::toString)
            .containsExactly("3.9.1", "3.9.11", "3.10.0", "3.12-20260101", "3.12-20260821", "3.12.0", "4.0.0");
    }

    @Test
    void shouldCountASnapshotAsItsRelease() {
        MailVersion snapshot = MailVersion.of("3.12-20260821");
        assertThat(snapshot.isAtLeast(3, 12)).isTrue();
        assertThat(snapshot.isAtLeast(3, 13)).isFalse();
        assertThat(snapshot.isAtLeast(MailVersion.of("3.9"))).isTrue();
        assertThat(MailVersion.of("3.9.4").isAtLeast(3, 10)).isFalse();
        assertThat(MailVersion.of("4.0.0").isAtLeast(3, 12)).isTrue();
    }
}
