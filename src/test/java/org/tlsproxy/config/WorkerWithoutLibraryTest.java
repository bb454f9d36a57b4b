package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlsproxy.config.Settings.Origin;

/** A worker decodes its settings in its jail, where no jar can be opened any more. */
class WorkerWithoutLibraryTest {

    @TempDir
    private Path directory;

    private static URLClassLoader loaderOfOurClassesAlone() throws Exception {
        URL ours = new File("target/classes/").toURI().toURL();
        return new URLClassLoader(new URL[] {ours}, ClassLoader.getPlatformClassLoader());
    }

    @Test
    void shouldDecodeSettingsWithoutCommonsConfiguration() throws Exception {
        byte[] snapshot = new Settings.Builder(MailVersion.ASSUMED).addText("t", "x", Origin.DEFAULT).build().encode();
        try (URLClassLoader loader = loaderOfOurClassesAlone()) {
            Class<?> type = loader.loadClass("org.tlsproxy.config.Settings");
            Object settings = type.getMethod("decode", byte[].class).invoke(null, (Object) snapshot);
            assertThat(type.getMethod("text", String.class).invoke(settings, "t")).isEqualTo("x");
        }
    }

    @Test
    void shouldDecodeOwnSettingsWithoutCommonsConfiguration() throws Exception {
        OwnSettings own = OwnSettingsReader.read(directory, directory, new RecordingLogger());
        try (URLClassLoader loader = loaderOfOurClassesAlone()) {
            Class<?> type = loader.loadClass("org.tlsproxy.config.OwnSettings");
            Object decoded = type.getMethod("decode", byte[].class).invoke(null, (Object) own.encode());
            assertThat(decoded).hasToString(own.toString());
        }
    }
}
