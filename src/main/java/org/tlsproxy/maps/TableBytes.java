package org.tlsproxy.maps;

/** The bytes of an indexed file, wherever they are. */
interface TableBytes {

    /** How many there are now; an indexed file may be rewritten in place between two look-ups. */
    long size() throws DamagedTable;

    /** Copies bytes. @throws DamagedTable if they are not all there */
    void read(long at, byte[] into) throws DamagedTable;
}
