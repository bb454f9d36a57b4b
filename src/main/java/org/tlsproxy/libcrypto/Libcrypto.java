package org.tlsproxy.libcrypto;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;

/**
 * The machine's libcrypto, loaded once per process and shared read-only by its threads; each thread has its own {@link Primitives}.
 *
 * <p>It is looked up by the sonames that distributions ship, never by {@code libcrypto.so}, which may be anything. Its first call tells it
 * to read no configuration and to install no exit handler. Whatever is wrong with it, the answer is a {@link Search} without a library:
 * the daemon then works in pure Java.
 */
public final class Libcrypto {

    private static final String[] SONAMES = {"libcrypto.so.3", "libcrypto.so.1.1"};
    private static final long NO_LOAD_CONFIG = 0x80;
    private static final long NO_ATEXIT = 0x80000;
    private static final int LONGEST_PATH = 4096;

    final Evp evp;
    final Dialect dialect;
    final Curve curve;
    /** Kept reachable: the library is unloaded when this object goes. */
    private final NativeLibrary library;
    private final long[] digests = new long[Digest.values().length];
    private final long chaCha;
    private final String version;
    private final AtomicInteger live = new AtomicInteger();

    /** What the search for a libcrypto found. @param missing why there is none; empty if there is */
    public record Search(Optional<Libcrypto> library, String missing) { }

    private static final class Machine {
        static final Search SEARCH = search();
    }

    private Libcrypto(NativeLibrary library, boolean legacyNames) {
        this.library = library;
        library.intFunction("OPENSSL_init_crypto", "ll").call(NO_LOAD_CONFIG | NO_ATEXIT, 0);
        version = versionOf(library);
        evp = new Evp(library);
        dialect = !legacyNames && library.has("OSSL_LIB_CTX_new") ? new Dialect3(library, evp) : new Dialect11(library);
        curve = new Curve(library, evp.pointer(dialect.p256(), "P-256"));
        chaCha = evp.pointer(dialect.chaCha20Poly1305(), "ChaCha20-Poly1305");
        for (Digest digest : Digest.values()) {
            digests[digest.ordinal()] = dialect.digest(digest);
        }
        evp.clearErrors();
    }

    /** The machine's libcrypto; loads it at the first call, which takes 17–36 ms and must come before a jail. Never throws. */
    public static Search find() {
        return Machine.SEARCH;
    }

    private static Search search() {
        StringBuilder missing = new StringBuilder();
        for (String soname : SONAMES) {
            try {
                return new Search(Optional.of(load(soname, false)), "");
            } catch (LinkageError | LibcryptoException e) {
                missing.append(missing.length() == 0 ? "" : "; ").append(e.getMessage());
            }
        }
        return new Search(Optional.empty(), missing.toString());
    }

    /**
     * @param soname      for the dynamic linker
     * @param legacyNames use the names of 1.1.1 even if the library is newer
     * @throws LibcryptoException if it lacks a primitive or computes one wrongly
     */
    static Libcrypto load(String soname, boolean legacyNames) {
        Libcrypto loaded = new Libcrypto(NativeLibrary.open(soname), legacyNames);
        try (Primitives primitives = loaded.primitives()) {
            SelfTest.run(primitives);
        }
        return loaded;
    }

    private static String versionOf(NativeLibrary library) {
        long text = library.longFunction("OpenSSL_version", "i").call(0);
        String[] words = OffHeap.string(text, 64).split(" ");
        return words.length > 1 ? words[1] : words[0];
    }

    /** Where programs of this build look for authorities that the machine trusts. @param file of certificates, @param directory by hash */
    public record Authorities(String file, String directory) { }

    /** What X509_get_default_cert_file and its like say. */
    public Authorities authorities() {
        return new Authorities(path("X509_get_default_cert_file"), path("X509_get_default_cert_dir"));
    }

    private String path(String function) {
        return OffHeap.string(library.longFunction(function, "").call(), LONGEST_PATH);
    }

    /** For example {@code 3.0.17}. */
    public String version() {
        return version;
    }

    /** What one thread calculates with. */
    public Primitives primitives() {
        return new Primitives(this);
    }

    /** Native keys and contexts that exist now in all threads: for tests and for a debug line. */
    public int liveObjects() {
        return live.get();
    }

    void born() {
        live.incrementAndGet();
    }

    void freed() {
        live.decrementAndGet();
    }

    /** The {@code EVP_MD}. @throws LibcryptoException if the library does not have it (MD5 and SHA-1 may be configured out) */
    long digest(Digest digest) {
        return evp.pointer(digests[digest.ordinal()], digest.fetchName);
    }

    long chaCha() {
        return chaCha;
    }
}
