package planted.booking;

public class Sale {
    planted.demo.Sample known;
}
