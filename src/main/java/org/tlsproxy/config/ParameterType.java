package org.tlsproxy.config;

/** What a parameter's value must look like; the names in brackets are those of Postfix's own tables. */
public enum ParameterType {

    /** Any text, expanded [str]. */
    TEXT,
    /** Any text, never expanded [raw]. */
    RAW,
    /** A whole number that fits 32 bits [int]. */
    NUMBER,
    /** The same, and its default is the value of another parameter [nint]. */
    INHERITED_NUMBER,
    /** {@code yes} or {@code no} [bool]. */
    FLAG,
    /** The same, and its default is the value of another parameter [nbool]. */
    INHERITED_FLAG,
    /** A number with an optional unit, s m h d w [time]. */
    TIME
}
