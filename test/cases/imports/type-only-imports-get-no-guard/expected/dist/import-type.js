export const cents = (payment) => payment.cents;
