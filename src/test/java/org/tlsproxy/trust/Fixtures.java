package org.tlsproxy.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The keys and certificates that make-fixtures.sh made, as a file system in memory. */
final class Fixtures implements FileSource {

    private final Map<String, byte[]> files = new HashMap<>();

    /** A file made of fixtures one after the other. */
    Fixtures with(String path, String... names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(text(name));
        }
        return withText(path, text.toString());
    }

    Fixtures withText(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    @Override
    public Content read(String path) {
        byte[] bytes = files.get(path);
        return bytes == null ? new Unreadable(ENOENT, "No such file or directory") : new Bytes(bytes.clone());
    }

    static String text(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] der(String name) {
        return new PemReader(text(name).getBytes(StandardCharsets.ISO_8859_1)).next() instanceof PemItem.PemObject object
            ? object.der() : new byte[0];
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
