package org.tlsproxy.maps;

import java.util.Optional;

/**
 * How an indexed file is searched. Nothing is kept between two searches: the file may have been rewritten in between. A search reads a
 * bounded number of pages, whatever the file says.
 */
interface IndexFormat {

    /** No key or value is longer; PEM texts have some kilobytes. */
    int LONGEST = 16 * 1024 * 1024;

    /** @throws DamagedTable if this is no file of this format at all */
    void check() throws DamagedTable;

    /** The value of exactly these bytes. */
    Optional<byte[]> find(byte[] key) throws DamagedTable;
}
