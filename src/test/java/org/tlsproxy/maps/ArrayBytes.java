package org.tlsproxy.maps;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/** A file that is an array, and counts how much of it is read. */
final class ArrayBytes implements TableBytes {

    private final byte[] bytes;
    private long delivered;

    ArrayBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A file of these resources that postmap(1) has made, 60 keys with values of 4 bytes to 14 kB. */
    static byte[] sample(String name) {
        try (InputStream in = ArrayBytes.class.getResourceAsStream(name + ".gz")) {
            return new GZIPInputStream(new ByteArrayInputStream(in.readAllBytes())).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long delivered() {
        return delivered;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long at, byte[] into) throws DamagedTable {
        if (at < 0 || at > bytes.length - (long) into.length) {
            throw new DamagedTable("it ends before byte " + (at + into.length));
        }
        System.arraycopy(bytes, (int) at, into, 0, into.length);
        delivered += into.length;
    }
}
