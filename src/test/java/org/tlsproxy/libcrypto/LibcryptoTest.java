package org.tlsproxy.libcrypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibcryptoTest {

    @Test
    void shouldFindTheMachinesLibraryOnceAndNameItsVersion() {
        Libcrypto.Search search = Libcrypto.find();
        assertThat(search.missing()).isEmpty();
        assertThat(search.library()).containsSame(Libcrypto.find().library().orElseThrow());
        assertThat(search.library().orElseThrow().version()).matches("[13]\\.\\d+\\.\\d+.*");
    }

    @Test
    void shouldSayWhatIsMissingInALibraryThatIsNoLibcrypto() {
        assertThatThrownBy(() -> Libcrypto.load("libnosuch.so.9", false)).isInstanceOf(UnsatisfiedLinkError.class)
            .hasMessageContaining("libnosuch.so.9");
        assertThatThrownBy(() -> Libcrypto.load("libm.so.6", false)).isInstanceOf(UnsatisfiedLinkError.class)
            .hasMessageContaining("OPENSSL_init_crypto");
    }

    @Test
    void shouldComputeTheSameUnderAnOpensslCnfThatDemandsFips(@TempDir Path directory) throws IOException, InterruptedException {
        Path hostile = directory.resolve("openssl.cnf");
        Files.writeString(hostile, "openssl_conf = init\n[init]\nalg_section = evp\nproviders = none\n[none]\n"
            + "[evp]\ndefault_properties = fips=yes\n");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), Hostile.class.getName());
        builder.environment().put("OPENSSL_CONF", hostile.toString());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).endsWith("found\n");
    }

    /** Runs in a JVM of its own. */
    static final class Hostile {
        public static void main(String[] arguments) {
            Libcrypto.Search search = Libcrypto.find();
            System.out.println(search.library().isPresent() ? "found" : search.missing());
        }
    }
}
