package org.tlsproxy.trust;

/** OpenSSL's word for what the operating system refused. */
final class SystemErrors {

    private static final int SYSTEM = 0x80000000;

    private SystemErrors() { }

    static Problem.Library open(String file, FileSource.Unreadable why) {
        return new Problem.Library(SYSTEM | why.errno(), why.reason(), "calling fopen(" + file + ", r)");
    }
}
