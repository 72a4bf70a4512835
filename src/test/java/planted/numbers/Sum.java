package planted.numbers;

public class Sum {
    planted.demo.Sample known;
}
