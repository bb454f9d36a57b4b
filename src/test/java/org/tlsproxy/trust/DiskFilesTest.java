package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlsproxy.trust.FileSource.Bytes;
import org.tlsproxy.trust.FileSource.Unreadable;

class DiskFilesTest {

    @TempDir
    Path directory;

    @Test
    void shouldReadRelativeNamesFromTheBase() throws IOException {
        byte[] large = new byte[20_000];
        large[19_999] = 7;
        Files.write(directory.resolve("f"), large);

        assertThat(new DiskFiles(directory).read("f")).isInstanceOfSatisfying(Bytes.class, b -> assertThat(b.bytes()).isEqualTo(large));
        assertThat(new DiskFiles(Path.of("/")).read(directory.resolve("f").toString())).isInstanceOf(Bytes.class);
    }

    @Test
    void shouldSayWhyInTheWordsOfStrerror() throws IOException {
        Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
        Files.createFile(directory.resolve("file"));
        DiskFiles files = new DiskFiles(directory);

        assertThat(files.read("nope")).isEqualTo(new Unreadable(2, "No such file or directory"));
        assertThat(files.read("")).isEqualTo(new Unreadable(2, "No such file or directory"));
        assertThat(files.read(".")).isEqualTo(new Unreadable(21, "Is a directory"));
        assertThat(files.read("file/x")).isEqualTo(new Unreadable(20, "Not a directory"));
        assertThat(files.read("loop")).isEqualTo(new Unreadable(40, "Too many levels of symbolic links"));
        assertThat(files.read("n".repeat(300))).isEqualTo(new Unreadable(36, "File name too long"));
    }
}
