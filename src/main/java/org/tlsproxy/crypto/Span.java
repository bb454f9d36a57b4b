package org.tlsproxy.crypto;

/** A part of an array. @param buf holds it, @param off its start, @param len its length in bytes */
record Span(byte[] buf, int off, int len) { }
