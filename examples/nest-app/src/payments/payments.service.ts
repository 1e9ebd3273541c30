import { Injectable } from "@nestjs/common";
import { gateway } from "./gateway.js";

@Injectable()
export class PaymentsService {
  charge(cents: number): string {
    return gateway.charge(cents);
  }
}
