package org.tlsproxy.maps;

/** An indexed file is not what its type says: a page beyond its end, a length that cannot be, a circle. The message says which. */
final class DamagedTable extends Exception {

    private static final long serialVersionUID = 1L;

    DamagedTable(String what) {
        super(what, null, false, false);
    }
}
