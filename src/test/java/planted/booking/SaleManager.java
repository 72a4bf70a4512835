package planted.booking;

public class SaleManager {}
