package org.frontrow.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts travel as text with two decimals, because a JSON number is read as floating point somewhere. */
public final class Money {
    private Money() {}

    /** For example {@code "100.00"}. An amount with more than two decimals is a bug and is not rounded away. */
    public static String text(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.UNNECESSARY).toPlainString();
    }
}
