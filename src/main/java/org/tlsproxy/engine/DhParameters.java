package org.tlsproxy.engine;

import java.math.BigInteger;

/**
 * A group for ephemeral Diffie-Hellman that the administrator chose.
 *
 * @param prime     the modulus
 * @param generator of the group, between 1 and the prime
 */
public record DhParameters(BigInteger prime, BigInteger generator) { }
