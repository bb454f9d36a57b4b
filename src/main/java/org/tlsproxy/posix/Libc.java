package org.tlsproxy.posix;

/** The C library, opened once. */
final class Libc {

    static final NativeLibrary LIBRARY = NativeLibrary.open("libc.so.6");

    private Libc() { }

    static NativeLibrary.Function i(String symbol, String parameters) {
        return LIBRARY.intFunction(symbol, parameters);
    }

    static NativeLibrary.Function l(String symbol, String parameters) {
        return LIBRARY.longFunction(symbol, parameters);
    }

    /** The result of a call that must not fail. @throws ErrnoException on a negative result */
    static int check(long result, String what) throws ErrnoException {
        if ((int) result < 0) {
            throw new ErrnoException(what, NativeLibrary.errno());
        }
        return (int) result;
    }
}
